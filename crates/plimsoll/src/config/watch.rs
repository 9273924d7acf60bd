//! The section `[watch]` of plimsoll.toml: where the daemon listens, how often it
//! looks, and where it hears of events.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use plimsoll_conf::document::{Fields, Node};
use plimsoll_model::{Problem, ProblemKind};

use super::every::Every;

/// The port that the daemon listens on unless told otherwise.
pub(crate) const PORT: u16 = 9477;

/// How servers are watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Watch {
    /// Where the daemon answers: loopback.
    pub(crate) listen: SocketAddr,
    /// How often each source is asked, where a server says nothing of its own.
    pub(crate) every: Every,
    /// A file of `plimsoll.event/1` lines that is followed.
    pub(crate) events: Option<PathBuf>,
    /// A file whose first line a sender of events must show.
    pub(crate) event_token_file: Option<PathBuf>,
    /// A folder that incidents are written into.
    pub(crate) state: Option<PathBuf>,
}

impl Default for Watch {
    fn default() -> Self {
        Self {
            listen: (Ipv4Addr::LOCALHOST, PORT).into(),
            every: Every::default(),
            events: None,
            event_token_file: None,
            state: None,
        }
    }
}

/// Reads the section.
pub(super) fn read_section(section: &Node, problems: &mut Vec<Problem>) -> Watch {
    let Some(mut fields) = Fields::of(section, "[watch]", problems) else {
        return Watch::default();
    };
    let path = |text: Option<(&str, _)>| text.map(|(path, _)| PathBuf::from(path));
    let watch = Watch {
        listen: listen(&mut fields).unwrap_or_else(|| Watch::default().listen),
        every: Every::taken(&mut fields),
        events: path(fields.text("events")),
        event_token_file: path(fields.text("event_token_file")),
        state: path(fields.text("state")),
    };
    fields.finish();
    watch
}

fn listen(fields: &mut Fields<'_, '_>) -> Option<SocketAddr> {
    let (text, place) = fields.text("listen")?;
    let Ok(address) = text.parse::<SocketAddr>() else {
        let message =
            format!("listen is \"{text}\": give an address and a port like \"127.0.0.1:{PORT}\"");
        fields.say(place, ProblemKind::BadValue, message);
        return None;
    };
    if !address.ip().is_loopback() {
        let message = format!(
            "listen is \"{text}\": whoever reaches that address would be answered, and there is no login yet; \
             keep to loopback, behind a proxy that has one"
        );
        fields.say(place, ProblemKind::BadValue, message);
        return None;
    }
    Some(address)
}

impl Watch {
    /// This one, the files that it names taken from a folder.
    pub(crate) fn below(mut self, folder: &Path) -> Self {
        for file in [
            &mut self.events,
            &mut self.event_token_file,
            &mut self.state,
        ] {
            *file = file.take().map(|file| folder.join(file));
        }
        self
    }
}
