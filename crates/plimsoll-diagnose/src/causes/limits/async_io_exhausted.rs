//! The kernel gives no more contexts for asynchronous input and output.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::ServerSignal;
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// `InnoDB` asks the kernel at its start for contexts to read and write in the
    /// background, and all that the machine may have (`fs.aio-max-nr`) are taken, mostly by
    /// other servers on it.
    ///
    /// ## How it shows
    ///
    /// `io_setup() failed with EAGAIN after 5 attempts` at the start.
    ///
    /// ## What speaks against it
    ///
    /// The server takes sessions afterwards: newer versions go on without.
    ///
    /// ## What to do
    ///
    /// Raise `fs.aio-max-nr` on the machine, or let the server do without
    /// (`innodb_use_native_aio = 0`).
    ASYNC_IO_EXHAUSTED {
        name: "async-io-exhausted",
        class: KernelOrRuntimeLimit,
        layer: Some(Layer::Kernel),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let said = story.servers_said(|said| matches!(said, ServerSignal::AsyncIoExhausted));
    let first = said.first()?.at;
    let went_on = story
        .servers_said(|said| matches!(said, ServerSignal::Ready))
        .iter()
        .any(|ready| ready.at.is_some() && ready.at >= first);
    let message = "the kernel gives no more contexts for asynchronous input and output: raise fs.aio-max-nr, or let the server do without";
    let weighed = Weighed::new(message)
        .blames(&["innodb_use_native_aio"])
        .shown(Weight::Proof, said)
        .against(
            Weight::Strong,
            went_on,
            "the server took sessions afterwards",
        );
    Some(weighed)
}
