//! Semaphores or shared memory ran out, or were taken away.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::ServerSignal;
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// System V semaphores are few by default, and systemd removes the shared memory of a
    /// user who logs out (`RemoveIPC=yes`) where the server runs as an ordinary user.
    ///
    /// ## How it shows
    ///
    /// `could not create semaphores: No space left on device`, `semctl … Invalid argument`,
    /// `could not open shared memory segment … No such file`.
    ///
    /// ## What speaks against it
    ///
    /// A full /dev/shm, which is named.
    ///
    /// ## What to do
    ///
    /// Raise `kernel.sem`; run the server as a system user, or set `RemoveIPC=no` in
    /// logind.conf.
    IPC_LACKING {
        name: "ipc-lacking",
        class: KernelOrRuntimeLimit,
        layer: Some(Layer::Kernel),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let mut blamed: &[&str] = &[];
    let said = story.server().filter(|(_, said)| match said {
        ServerSignal::IpcLacking { what, taken } => {
            // A server takes one for each process that it may have.
            if *what == "semaphores" && !taken {
                blamed = &["max_connections"];
            }
            true
        }
        _ => false,
    });
    let said: Vec<_> = said.map(|(signal, _)| signal).collect();
    if said.is_empty() {
        return None;
    }
    let message = "semaphores or shared memory of the system ran out or were removed: raise kernel.sem, or set RemoveIPC=no";
    let weighed = Weighed::new(message)
        .blames(blamed)
        .shown(Weight::Proof, said);
    Some(weighed)
}
