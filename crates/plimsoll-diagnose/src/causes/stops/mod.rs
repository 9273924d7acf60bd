//! Somebody stopped it: a person, a package, an orchestrator, a probe. What several of these
//! ask stands beside them: `requests` to stop, what comes `back` of them, main processes that
//! `ended`, what an orchestrator does `by_itself`.

mod back;
mod by_itself;
mod ended;
pub(super) mod evicted;
pub(super) mod killed_by_hand;
pub(super) mod killed_by_probe;
pub(super) mod machine_restarted;
pub(super) mod package_upgraded;
mod requests;
pub(super) mod sessions_terminated;
pub(super) mod stopped_on_request;

pub(super) use back::came_back;
pub(super) use by_itself::stopped_by_itself;
pub(super) use ended::{ended, is_kill};
pub(super) use requests::{announced, is_again_and_again, stopped_for_probe};
