//! The bill of the moment, and what it says of the fall.

use plimsoll_bill::{Doing, Hindsight, Look};
use plimsoll_conf::in_force;
use plimsoll_model::{Config, InForce, Known, ServerFacts, Value};

use super::then::Then;
use super::words;
use crate::priced::{Configured, Priced, Says, hindsight};
use crate::record::Speaker;
use crate::scene::Scene;
use crate::story::Story;
use crate::weight::Weight;

/// A value that adds less than this part of what the first adds is not to blame.
const OF_THE_MOST: u64 = 10;

/// What initdb writes into the file of every server since 9.3 where the machine has it
/// (initdb.c, `test_config_settings`); what is built in was less before 15.
const SHARED_BUFFERS_BYTES: u64 = 128 << 20;

/// Whether something was killed for memory, or may have been: by SIGKILL, where no log
/// of the kernel says that it did not.
fn is_about_memory(story: &Story) -> bool {
    let scene = Scene::of(story);
    let has_died = scene.is_some_and(|scene| !scene.deaths.is_empty());
    let is_denied = story.covers_moment(Speaker::Kernel) || story.is_none_killed();
    story.is_killed_for_memory() || has_died && !is_denied
}

/// What a server has where nobody set anything.
fn stock(config: &Config) -> InForce {
    const NAME: &str = "shared_buffers";
    let nothing_set = Config {
        settings: std::collections::BTreeMap::new(),
        ..config.clone()
    };
    let mut stock = in_force(&nothing_set);
    let is_less = stock
        .bytes(NAME)
        .is_some_and(|bytes| bytes < SHARED_BUFFERS_BYTES);
    if is_less && let Some((_, unit)) = stock.values.get(NAME).cloned() {
        let of_unit = unit.and_then(plimsoll_model::Unit::bytes).unwrap_or(1);
        let count = i128::from(SHARED_BUFFERS_BYTES / of_unit);
        stock
            .values
            .insert(NAME.to_owned(), (Value::Int(count), unit));
    }
    stock
}

/// The bill of a configuration at what a story tells of the moment, or why there is none.
pub(super) fn priced(story: &Story, configured: &Configured) -> Result<Priced, String> {
    if !is_about_memory(story) {
        return Err("nothing tells of memory that ran out".to_owned());
    }
    let stock = stock(&configured.config);
    let then = Then::of(story, configured, &stock)?;
    let facts = facts_then(configured, &then);
    let limit = facts.ceiling_bytes().get().copied();
    let limit = limit
        .ok_or("the limit of memory is not known: no log tells it; add --limit or --memory")?;
    let sessions_seen = then.seen.sessions.is_some() || configured.arrivals.is_some();
    let hindsight = Hindsight {
        seen: then.seen.clone(),
        ..hindsight(configured, &then.settings, &stock, &facts)
    };
    let refused = |refusal: plimsoll_model::Refusal| format!("the bill cannot be made: {refusal}");
    let looks = hindsight.looks().map_err(refused)?;
    let (says, weight, look) =
        judged(&looks, limit, sessions_seen).ok_or("there is no load to price")?;
    let bill = hindsight.bill(look).map_err(refused)?;
    let mut raised = hindsight.raised(&bill, look).map_err(refused)?;
    let most = raised.first().map_or(0, |it| it.adds_bytes);
    raised.retain(|it| it.adds_bytes >= most / OF_THE_MOST);
    let sum = words::sum(&bill, look);
    let lines = words::lines(
        &configured.config,
        &then.settings,
        &then.told,
        &raised,
        &sum,
    );
    let look = look.clone();
    Ok(Priced {
        configured: configured.clone(),
        settings: then.settings,
        stock,
        facts,
        look,
        bill,
        raised,
        says,
        weight,
        sum,
        lines,
    })
}

/// The host's facts, its limit that of the moment.
fn facts_then(configured: &Configured, then: &Then) -> ServerFacts {
    let mut facts = configured.facts.clone();
    if let Some((bytes, source)) = &then.limit {
        facts.limit_bytes = Known::Known(*bytes, source.clone());
        facts.memory_bytes = Known::not_given();
    }
    facts
}

/// What the loads that may have been say together, and the one that tells.
fn judged(looks: &[Look], limit: u64, sessions_seen: bool) -> Option<(Says, Weight, &Look)> {
    let (first, alone) = looks.split_first()?;
    let is_over = |look: &Look| look.own.likely_bytes > limit;
    let is_known = match first.doing {
        Doing::Declared | Doing::Seen => true,
        Doing::Profile | Doing::Only(_) => false,
    };
    let weight = if is_known || sessions_seen {
        Weight::Strong
    } else {
        Weight::Fair
    };
    if is_over(first) {
        return Some(match blame(first, limit) {
            Blame::Values => (Says::Parameters, weight, first),
            Blame::MostlyValues => (Says::Parameters, Weight::Slight, first),
            Blame::Limit => (Says::Limit, weight, first),
        });
    }
    if looks.iter().all(|look| look.own.high_bytes <= limit) {
        return Some((Says::Within, Weight::Strong, first));
    }
    let over = || alone.iter().filter(|look| is_over(look));
    let by_values = over().filter(|look| !is_known && blame(look, limit) != Blame::Limit);
    if let Some(look) = by_values.max_by_key(|look| look.own.likely_bytes) {
        return Some((Says::Parameters, Weight::Slight, look));
    }
    Some(
        if first.own.high_bytes <= limit && over().next().is_none() {
            (Says::Within, Weight::Fair, first)
        } else {
            (Says::Undecided, Weight::Slight, first)
        },
    )
}

/// What of a load that goes over the limit is to blame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Blame {
    /// With the built-in values it would not.
    Values,
    /// It would too, and most of what is above the limit is what the values add.
    MostlyValues,
    /// It would too, by as much or nearly.
    Limit,
}

fn blame(look: &Look, limit: u64) -> Blame {
    let (own, stock) = (look.own.likely_bytes, look.stock.likely_bytes);
    let added = own.saturating_sub(stock);
    if stock <= limit {
        Blame::Values
    } else if added > own.saturating_sub(limit) / 2 {
        Blame::MostlyValues
    } else {
        Blame::Limit
    }
}
