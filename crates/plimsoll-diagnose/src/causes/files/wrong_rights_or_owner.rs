//! A file or folder has the wrong owner or rights.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::{FileFault, ServerSignal, StartRefusal};
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// A restore as root, a copied volume, another user id in a new image: the server may
    /// not read its own files, or finds them open to others.
    ///
    /// ## How it shows
    ///
    /// `data directory … has invalid permissions`, `has wrong ownership`, `Permission
    /// denied` on its own files, errno 13.
    ///
    /// ## What speaks against it
    ///
    /// A file that is not there.
    ///
    /// ## What to do
    ///
    /// `chown -R` to the server's user, `chmod 0700` on the data; with `SELinux` or `AppArmor`,
    /// the context and the profile.
    WRONG_RIGHTS_OR_OWNER {
        name: "wrong-rights-or-owner",
        class: FileMismatch,
        layer: Some(Layer::Storage),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let said = story.servers_said(|said| {
        matches!(
            said,
            ServerSignal::FileFault(FileFault::Rights { .. })
                | ServerSignal::StartRefused(StartRefusal::File(FileFault::Rights { .. }))
        )
    });
    if said.is_empty() {
        return None;
    }
    let message = "files of the server have the wrong owner or rights: give them back to its user";
    let weighed = Weighed::new(message).shown(Weight::Proof, said);
    Some(weighed)
}
