//! A file is of another size or kind than configured.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::{FileFault, ServerSignal, StartRefusal};
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// Redo logs, page size, system tablespace or `lower_case_table_names` are not as the
    /// data was made with.
    ///
    /// ## How it shows
    ///
    /// `InnoDB` names the size or the option it finds and the one it expects.
    ///
    /// ## What speaks against it
    ///
    /// Damage, which fails checksums.
    ///
    /// ## What to do
    ///
    /// Put back the value that the data was made with; change it as the manual says.
    SHAPE_DIFFERS {
        name: "shape-differs",
        class: FileMismatch,
        layer: Some(Layer::Database),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let mut named = None;
    let said = story.server().filter(|(_, said)| match said {
        ServerSignal::FileFault(FileFault::Shape { parameter })
        | ServerSignal::StartRefused(StartRefusal::File(FileFault::Shape { parameter })) => {
            named = named.or(*parameter);
            true
        }
        _ => false,
    });
    let said: Vec<_> = said.map(|(signal, _)| signal).collect();
    if said.is_empty() {
        return None;
    }
    let message = "files of the server are not as its parameters say: put back the values the data was made with";
    let blamed: Vec<&str> = named.into_iter().collect();
    let weighed = Weighed::new(message)
        .blames(&blamed)
        .shown(Weight::Proof, said);
    Some(weighed)
}
