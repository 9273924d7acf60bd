//! The server refuses a parameter and does not start.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::{ServerSignal, StartRefusal};
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// A value out of range, a unit it does not know, a name this version does not have, a
    /// file that cannot be read.
    ///
    /// ## How it shows
    ///
    /// The server names the parameter, or the file and the line, and ends.
    ///
    /// ## What speaks against it
    ///
    /// It started with the same files before: then look at what changed.
    ///
    /// ## What to do
    ///
    /// Mend the line it names; `plimsoll check` finds all of them at once, for the version
    /// that is to come too.
    PARAMETER_REFUSED {
        name: "parameter-refused",
        class: ConfigRefused,
        layer: Some(Layer::Database),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let mut named: Vec<&str> = Vec::new();
    let refused = story.server().filter(|(_, said)| match said {
        ServerSignal::StartRefused(
            StartRefusal::Parameter { parameter } | StartRefusal::UnknownParameter { parameter },
        ) => {
            named.push(parameter);
            true
        }
        ServerSignal::StartRefused(StartRefusal::Tls { parameter }) => {
            named.extend(*parameter);
            true
        }
        ServerSignal::StartRefused(StartRefusal::ConfigFile) => true,
        _ => false,
    });
    let refused: Vec<_> = refused.map(|(signal, _)| signal).collect();
    if refused.is_empty() {
        return None;
    }
    named.dedup();
    let message = "the server refuses what its files say and does not start: mend the line it names; plimsoll check finds all of them";
    let weighed = Weighed::new(message)
        .blames(&named)
        .shown(Weight::Proof, refused);
    Some(weighed)
}
