//! What `top` shows, and how one goes from view to view in it. It knows no terminal, no
//! clock and no network; what it is given is all it has.

use std::time::Duration;

use plimsoll_report::json::{ServerStatus, Status};

use super::input::{Answer, Detail, Extent};
use super::place::{Mode, Place, View};

/// An answer older than this is said to be old: one that was due twice did not come.
const OLD: Duration = Duration::from_secs(3);
/// Views that `esc` can go back through.
const BACK_MAX: usize = 32;

/// All of it.
#[derive(Clone, Debug)]
pub(super) struct State {
    /// Where the daemon is.
    pub(super) url: String,
    /// Its last answer.
    pub(super) status: Status,
    pub(super) detail: Option<Result<Detail, String>>,
    /// When that came, since the beginning.
    answered: Duration,
    now: Duration,
    /// Why the newest question brought no answer.
    unanswered: Option<String>,
    /// What is shown.
    place: Place,
    /// The views gone through on the way there.
    below: Vec<Place>,
    /// The view before, for `-`.
    last: Option<Place>,
    pub(super) mode: Mode,
    /// What a command that is none gets for an answer.
    pub(super) said: Option<String>,
    pub(super) is_paused: bool,
    pub(super) is_ended: bool,
    extent: Extent,
}

impl State {
    /// At the beginning, with the first answer.
    pub(super) fn new(url: &str, status: Status) -> Self {
        Self {
            url: url.to_owned(),
            status,
            detail: None,
            answered: Duration::ZERO,
            now: Duration::ZERO,
            unanswered: None,
            place: Place::new(View::Servers),
            below: Vec::new(),
            last: None,
            mode: Mode::Normal,
            said: None,
            is_paused: false,
            is_ended: false,
            extent: Extent::default(),
        }
    }

    /// What is shown.
    pub(super) const fn place(&self) -> &Place {
        &self.place
    }

    pub(super) const fn place_mut(&mut self) -> &mut Place {
        &mut self.place
    }

    /// The views on the way here.
    pub(super) fn crumbs(&self) -> impl Iterator<Item = &View> {
        let way = self.below.iter().chain([&self.place]);
        way.map(|place| &place.view)
    }

    pub(super) const fn extent(&self) -> Extent {
        self.extent
    }

    /// The server that must be asked about more closely.
    pub(super) fn wanted(&self) -> Option<&str> {
        match &self.place().view {
            View::Server(name) => Some(name),
            View::Servers | View::Services | View::Events(_) | View::Help => None,
        }
    }

    /// A server of the last answer.
    pub(super) fn server(&self, name: &str) -> Option<&ServerStatus> {
        self.status.servers.iter().find(|it| it.name == name)
    }

    /// Since when there is no answer, in seconds, and why, once the picture is old.
    pub(super) fn silence(&self) -> Option<(u64, &str)> {
        let since = self.now.saturating_sub(self.answered);
        let why = self.unanswered.as_deref();
        let is_old = why.is_some() || (since > OLD && !self.is_paused);
        is_old.then(|| (since.as_secs(), why.unwrap_or("it takes its time")))
    }

    /// Goes to a view; `esc` comes back.
    pub(super) fn go(&mut self, view: View) {
        if self.place.view == view {
            return;
        }
        if self.below.len() == BACK_MAX {
            self.below.remove(1);
        }
        let before = self.show(Place::new(view));
        self.below.push(before);
    }

    /// Goes to a view right below all servers.
    pub(super) fn jump(&mut self, view: View) {
        self.below.clear();
        if view != View::Servers {
            self.below.push(Place::new(View::Servers));
        }
        self.show(Place::new(view));
    }

    pub(super) fn back(&mut self) {
        if let Some(place) = self.below.pop() {
            self.show(place);
        }
    }

    /// The view before, and from there this one again.
    pub(super) fn toggle(&mut self) {
        let Some(last) = self.last.take() else { return };
        match self.below.iter().position(|it| it.view == last.view) {
            Some(nth) => self.below.truncate(nth),
            None => self.below.push(self.place.clone()),
        }
        self.show(last);
    }

    /// Shows a place; what was shown is the last one, and is returned.
    fn show(&mut self, place: Place) -> Place {
        let before = std::mem::replace(&mut self.place, place);
        self.last = Some(before.clone());
        before
    }

    /// Takes the daemon's answer.
    pub(super) fn answered(&mut self, answer: Answer) {
        self.status = answer.status;
        self.detail = answer.detail;
        self.answered = self.now;
        self.unanswered = None;
    }

    /// The newest question brought no answer.
    pub(super) fn unanswered(&mut self, why: String) {
        self.unanswered = Some(why);
    }

    /// So much time has gone by since the beginning.
    pub(super) const fn ticked(&mut self, now: Duration) {
        self.now = now;
    }

    /// The view was drawn, and this was its extent.
    pub(super) fn drawn(&mut self, extent: Extent) {
        self.extent = extent;
        self.bounded();
    }

    /// Keeps the mark, or the text, within what there is.
    pub(super) fn bounded(&mut self) {
        let extent = self.extent;
        let end = if extent.is_list {
            extent.rows.saturating_sub(1)
        } else {
            extent.rows.saturating_sub(extent.room)
        };
        let place = self.place_mut();
        place.at = place.at.min(end);
    }
}
