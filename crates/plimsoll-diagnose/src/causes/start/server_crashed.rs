//! The server's own code failed.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::process::is_server;
use crate::signal::{Death, KernelSignal, Said, ServerSignal, Signal};
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// A segmentation fault, an abort, a failed assertion: a defect of the server, of an
    /// extension or of the hardware.
    ///
    /// ## How it shows
    ///
    /// Signal 11, 6, 7 or 4 in the server's log, a fault in the kernel's, which names the
    /// library whose code it was.
    ///
    /// ## What speaks against it
    ///
    /// Signal 9, which is somebody's; a full disk before a PANIC.
    ///
    /// ## What to do
    ///
    /// Look for the version's known defects and the newest minor; take out extensions one
    /// by one; keep the core and the statement.
    SERVER_CRASHED {
        name: "server-crashed",
        class: ServerDefect,
        layer: Some(Layer::Database),
        weigh: weigh,
    }
}

/// What died by a signal of its own code's making.
pub(in crate::causes) fn died(story: &Story) -> Vec<&Signal> {
    story.servers_said(|said| match said {
        ServerSignal::ProcessDied {
            death: Death::Signal(signal),
            ..
        }
        | ServerSignal::Crashed { signal } => {
            matches!(signal, 4 | 6 | 7 | 8 | 11)
        }
        ServerSignal::AssertionFailed => true,
        _ => false,
    })
}

fn weigh(story: &Story) -> Option<Weighed> {
    let died = died(story);
    let faults = story.kernel_said(
        |said| matches!(said, KernelSignal::Fault { process, .. } if is_server(process)),
    );
    if died.is_empty() && faults.is_empty() {
        return None;
    }
    let disk = story.servers_said(|said| {
        matches!(
            said,
            ServerSignal::DiskFull(_)
                | ServerSignal::DiskFault { .. }
                | ServerSignal::Corrupt { .. }
        )
    });
    let device = story.kernel_said(|said| {
        matches!(
            said,
            KernelSignal::DiskError { .. } | KernelSignal::FilesystemError { .. }
        )
    });
    let is_disk = !disk.is_empty() || !device.is_empty();
    let aborted = !died.is_empty() && died.iter().all(|signal| is_abort(signal));
    let locks = story.servers_said(|said| matches!(said, ServerSignal::LockHeap { is_full: true }));
    let bus = story.servers_said(is_bus_error).len() == died.len() && !died.is_empty();
    let compiled = faults.iter().any(|signal| is_of_compiler(signal));
    let (message, named): (&str, &[&str]) = if compiled {
        (
            "the code that compiles expressions for the server failed: turn jit off, and look for known defects of this version and of its LLVM",
            &["jit"],
        )
    } else {
        (
            "the server's own code failed: look for known defects of this version, and at extensions",
            &[],
        )
    };
    let weighed = Weighed::new(message)
        .blames(named)
        .shown(Weight::Proof, died)
        .shown(Weight::Fair, faults)
        // A PANIC ends by an abort of its own.
        .against(
            if aborted { Weight::Proof } else { Weight::Strong },
            is_disk,
            "the disk failed or was full before",
        )
        .against(
            Weight::Proof,
            !locks.is_empty(),
            "it ended itself since row locks had filled the buffer pool",
        )
        .against(
            Weight::Strong,
            bus,
            "a bus error is memory that was promised and not there: huge pages, /dev/shm, a file cut off",
        );
    Some(weighed)
}

/// Whether the kernel names `PostgreSQL`'s provider of JIT (src/backend/jit/llvm) or the
/// compiler's library.
fn is_of_compiler(fault: &Signal) -> bool {
    let Said::Kernel(KernelSignal::Fault {
        code: Some(code), ..
    }) = &fault.said
    else {
        return false;
    };
    code.starts_with("llvmjit") || code.starts_with("libLLVM")
}

/// SIGABRT: the process ended itself.
fn is_abort(signal: &Signal) -> bool {
    matches!(
        signal.said,
        Said::Server(
            ServerSignal::ProcessDied {
                death: Death::Signal(6),
                ..
            } | ServerSignal::Crashed { signal: 6 }
        )
    )
}

/// SIGBUS.
pub(in crate::causes) fn is_bus_error(said: &ServerSignal) -> bool {
    matches!(
        said,
        ServerSignal::ProcessDied {
            death: Death::Signal(7),
            ..
        } | ServerSignal::Crashed { signal: 7 }
    )
}
