//! No process or thread can be made.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::{ClientSignal, KernelSignal, ServerSignal};
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// A limit on processes (ulimit -u, `TasksMax`, a cgroup of pids, `kernel.pid_max`,
    /// threads-max) is reached: new sessions fail.
    ///
    /// ## How it shows
    ///
    /// `could not fork new process for connection: Resource temporarily unavailable`,
    /// `Can't create a new thread (errno 11)` (error 1135 of clients).
    ///
    /// ## What speaks against it
    ///
    /// `Cannot allocate memory`: then it is memory.
    ///
    /// ## What to do
    ///
    /// Raise the limit that is reached, or let fewer sessions in.
    PROCESS_LIMIT_REACHED {
        name: "process-limit-reached",
        class: KernelOrRuntimeLimit,
        layer: Some(Layer::Kernel),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let said =
        story.servers_said(|said| matches!(said, ServerSignal::CannotFork { for_memory: false }));
    let told =
        story.clients_said(|said| matches!(said, ClientSignal::NoProcess { for_memory: false }));
    let given_up = story.servers_said(|said| matches!(said, ServerSignal::SessionNotBegun));
    if said.is_empty() && told.is_empty() && given_up.is_empty() {
        return None;
    }
    let by_kernel = story.kernel_said(
        |said| matches!(said, KernelSignal::LimitReached { what } if what.starts_with("processes")),
    );
    let in_container = by_kernel.iter().any(|it| is_container(&it.line.text));
    let message =
        "a limit on processes or threads is reached: raise TasksMax or the limit of processes";
    let weighed = Weighed::new(message)
        .shown(Weight::Proof, said)
        .shown(Weight::Strong, told)
        .shown(Weight::Fair, given_up)
        .shown(Weight::Fair, by_kernel);
    Some(if in_container {
        weighed.mended_in(Layer::Container)
    } else {
        weighed
    })
}

/// Whether the group whose limit the kernel names is a container's, by the paths that
/// Docker, Podman, Kubernetes and LXC give theirs.
fn is_container(line: &str) -> bool {
    const PATHS: [&str; 5] = ["/docker", "libpod", "kubepods", "cri-containerd", "/lxc"];
    PATHS.iter().any(|path| line.contains(path))
}
