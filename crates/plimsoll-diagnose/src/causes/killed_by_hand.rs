//! A person killed a process of the server.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::{Death, ServerSignal};
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// A process of the server, or the whole server, ended by SIGKILL that a person
    /// or a program sent.
    ///
    /// ## How it shows
    ///
    /// The server's log tells of signal 9, and the kernel's log of the same time tells
    /// of no kill for memory.
    ///
    /// ## What speaks against it
    ///
    /// An OOM kill of that process; a kernel's log that was not read says nothing.
    ///
    /// ## What to do
    ///
    /// End a session with `pg_terminate_backend()`, stop a server with its own tools:
    /// SIGKILL to one backend makes `PostgreSQL` cut all sessions and recover.
    KILLED_BY_HAND {
        name: "killed-by-hand",
        class: OperatorOrOrchestratorStop,
        layer: Some(Layer::Operator),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let killed = |said: &ServerSignal| {
        matches!(
            said,
            ServerSignal::ProcessDied {
                death: Death::Signal(9),
                ..
            }
        )
    };
    let deaths: Vec<_> = story
        .server()
        .filter(|(_, said)| killed(said))
        .map(|(signal, _)| signal)
        .collect();
    if deaths.is_empty() {
        return None;
    }
    let by_kernel = story.oom_kills().next().is_some();
    let message = "a process of the server was ended by SIGKILL, and not by the kernel";
    let weighed = Weighed::new(message).shown(Weight::Fair, deaths).against(
        Weight::Proof,
        by_kernel,
        "the kernel killed for memory",
    );
    Some(weighed)
}
