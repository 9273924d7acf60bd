//! Single acts on a store: each with a time limit, and told whether it may be tried
//! again. What is kept is not known here.

use std::time::Duration;

use jiff::Timestamp;
use plimsoll_store::{Fault, Limits, Place, SampleLimits, Store, StoreError};
use tokio::time::timeout;

use crate::watch::kept::moment;

/// How long another process is waited for that writes too.
pub(super) const WAIT_MAX: Duration = Duration::from_secs(5);
/// How long dropping what is too old may take.
const RETAIN_MAX: Duration = Duration::from_mins(1);

/// Why something was not written.
pub(super) enum Unwritten {
    /// No history takes it, now or later.
    Unfit(String),
    /// This time.
    Failed(String),
}

impl Unwritten {
    fn why(self) -> String {
        match self {
            Self::Unfit(why) | Self::Failed(why) => why,
        }
    }

    /// Puts what no history takes to what is left out; the rest is tried again.
    pub(super) fn left_out(self, left_out: &mut Vec<String>) -> Result<(), String> {
        match self {
            Self::Unfit(why) => {
                left_out.push(why);
                Ok(())
            }
            Self::Failed(why) => Err(why),
        }
    }
}

/// An act on the store, which may take so long.
pub(super) async fn within<T>(
    max: Duration,
    act: impl Future<Output = Result<T, StoreError>>,
) -> Result<T, Unwritten> {
    match timeout(max, act).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(why)) if matches!(why.fault, Fault::Unfit(_)) => {
            Err(Unwritten::Unfit(why.to_string()))
        }
        Ok(Err(why)) => Err(Unwritten::Failed(why.to_string())),
        Err(_) => Err(Unwritten::Failed(slow(max))),
    }
}

pub(super) fn slow(max: Duration) -> String {
    format!("it takes more than {} s", max.as_secs())
}

pub(super) async fn opened(place: String) -> Result<Store, String> {
    let place = Place::parse(&place).map_err(|why| why.to_string())?;
    let opened = Store::open(&place, WAIT_MAX).await;
    opened.map_err(|why| why.to_string())
}

pub(super) async fn opened_anew(mut failed: Store, place: String) -> Result<Store, String> {
    failed.close().await;
    opened(place).await
}

/// Drops what is too old, and what the limits do not allow.
pub(super) async fn retained(store: &Store, limits: Limits, now: Timestamp) -> Result<(), String> {
    let now = moment(now)?;
    let samples = store.retain_samples(days(limits), &now);
    within(RETAIN_MAX, samples).await.map_err(Unwritten::why)?;
    if limits != Limits::default() {
        let audits = store.retain(limits, &now);
        within(RETAIN_MAX, audits).await.map_err(Unwritten::why)?;
    }
    Ok(())
}

/// How long samples and events are kept: their own time, or what is less.
fn days(limits: Limits) -> SampleLimits {
    let own = SampleLimits::default();
    let age = limits.age_days_max.unwrap_or(u32::MAX);
    SampleLimits {
        fine_days_max: own.fine_days_max.min(age),
        coarse_days_max: own.coarse_days_max.min(age),
    }
}
