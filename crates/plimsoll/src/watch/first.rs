//! The first connection: the server's own sample, and whether it can be asked.

use std::time::Duration;

use jiff::Timestamp;
use plimsoll_model::Reach;
use plimsoll_watch::Input;
use tokio::time::sleep;

use super::beat::{Look, Looked};
use super::wire::{Shut, Wire};

/// How long behind a cut nobody may listen before the server counts as down: a proxy or
/// a pooler that starts anew, an address that moves.
const AGAIN_AFTER: Duration = Duration::from_secs(1);

/// The server, asked by SQL.
#[derive(Debug)]
pub(super) struct First(pub(super) Wire);

impl Look for First {
    async fn look(&mut self, at: Timestamp) -> Looked {
        let was_open = self.0.is_open();
        let looked = self.once(at, was_open).await;
        // A connection that was cut says nothing of the server: a new one does, at once.
        match looked {
            Looked::Missed(..) if was_open && !self.0.is_open() => {
                self.0.try_again();
                match self.once(at, false).await {
                    // What stands before it may be starting anew.
                    Looked::Missed(_, Some(Reach::Down(_))) => {
                        sleep(AGAIN_AFTER).await;
                        self.0.try_again();
                        self.once(at, false).await
                    }
                    looked => looked,
                }
            }
            looked => looked,
        }
    }

    fn silent(&mut self, waited: Duration) -> Option<Reach> {
        let seconds = waited.as_secs();
        let reach = Reach::Silent(format!("it did not answer within {seconds} s"));
        self.0.lost(&reach);
        Some(reach)
    }

    fn is_cut(&self) -> bool {
        self.0.is_cut()
    }
}

impl First {
    async fn once(&mut self, at: Timestamp, was_open: bool) -> Looked {
        let sampler = match self.0.sampler().await {
            Ok(sampler) => sampler,
            Err(Shut::Failed(reach)) => return missed(reach),
            Err(Shut::Pausing(reach)) => {
                let why = reach.why().unwrap_or_default();
                return Looked::Missed(format!("not tried again yet: {why}"), None);
            }
        };
        match sampler.sample(at).await {
            Ok(sample) => {
                let mut inputs = Vec::new();
                if !was_open {
                    inputs.push(sampler.identity());
                }
                let reach = Reach::Up;
                inputs.push(Input::Reached { at, reach });
                inputs.push(Input::Sample(sample));
                Looked::Told(inputs)
            }
            Err(reach) => {
                self.0.lost(&reach);
                missed(reach)
            }
        }
    }
}

fn missed(reach: Reach) -> Looked {
    Looked::Missed(reach.why().unwrap_or_default().to_owned(), Some(reach))
}
