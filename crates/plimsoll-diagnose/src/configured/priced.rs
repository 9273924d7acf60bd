//! The bill of the moment, and what it says of the fall.

use plimsoll_bill::{Doing, Hindsight, Look, Raised};
use plimsoll_conf::in_force;
use plimsoll_model::{Config, InForce, Known, LogLine, MemoryBill, ServerFacts};

use super::then::Then;
use super::{Configured, words};
use crate::cause::Weight;
use crate::story::Story;

/// What a bill says of a fall for memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Says {
    /// Values that are not the built-in ones took it over the limit.
    Parameters,
    /// The built-in values would have gone over too.
    Limit,
    /// It stays within the limit.
    Within,
    /// It may have gone over, or not.
    Undecided,
}

/// The bill of the moment.
#[derive(Debug)]
pub(crate) struct Priced {
    pub(super) configured: Configured,
    pub(super) settings: InForce,
    pub(super) stock: InForce,
    pub(super) facts: ServerFacts,
    pub(super) look: Look,
    pub(super) bill: MemoryBill,
    raised: Vec<Raised>,
    /// What it says.
    pub(crate) says: Says,
    /// How much that tells.
    pub(crate) weight: Weight,
    /// The sum in words.
    pub(crate) sum: String,
    /// The same as evidence: file and line of the values that add most.
    pub(crate) lines: Vec<LogLine>,
}

impl Priced {
    /// Parameters to blame, most to blame first.
    pub(crate) fn blamed(&self) -> impl Iterator<Item = &str> {
        let blames = self.says == Says::Parameters;
        let raised = self.raised.iter().filter(move |_| blames);
        raised.map(|it| it.parameter.as_str())
    }

    pub(super) fn hindsight(&self) -> Hindsight<'_> {
        hindsight(&self.configured, &self.settings, &self.stock, &self.facts)
    }
}

fn hindsight<'a>(
    configured: &'a Configured,
    settings: &'a InForce,
    stock: &'a InForce,
    facts: &'a ServerFacts,
) -> Hindsight<'a> {
    Hindsight {
        settings,
        stock,
        facts,
        load: &configured.load,
        profile: configured.profile,
        arrivals: configured.arrivals,
        seen: plimsoll_bill::Sighting::default(),
    }
}

/// The bill of a configuration at what a story tells of the moment, or why there is none.
pub(super) fn priced(story: &Story, configured: &Configured) -> Result<Priced, String> {
    let nothing_set = Config {
        settings: std::collections::BTreeMap::new(),
        ..configured.config.clone()
    };
    let stock = in_force(&nothing_set);
    let then = Then::of(story, configured, &stock)?;
    let mut facts = configured.facts.clone();
    if let Some((bytes, source)) = &then.limit {
        facts.limit_bytes = Known::Known(*bytes, source.clone());
        facts.memory_bytes = Known::not_given();
    }
    let Some(limit) = facts.ceiling_bytes().get().copied() else {
        return Err(
            "the limit of memory is not known: no log tells it; add --limit or --memory".to_owned(),
        );
    };
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
    let raised = hindsight.raised(&bill, look).map_err(refused)?;
    let sum = words::sum(&bill, look);
    let lines = words::lines(&configured.config, &then.settings, &then.told, &raised, &sum);
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

/// What the loads that may have been say together, and the one that tells.
fn judged(looks: &[Look], limit: u64, sessions_seen: bool) -> Option<(Says, Weight, &Look)> {
    let first = looks.first()?;
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
        let (own, stock) = (first.own.likely_bytes, first.stock.likely_bytes);
        // Of what is above the limit, the part that its own values add.
        let added = own.saturating_sub(stock.max(limit));
        return Some(match (stock <= limit, added * 2 > own - limit) {
            (true, _) => (Says::Parameters, weight, first),
            (false, true) => (Says::Parameters, Weight::Slight, first),
            (false, false) => (Says::Limit, weight, first),
        });
    }
    if looks.iter().all(|look| look.own.high_bytes <= limit) {
        return Some((Says::Within, Weight::Strong, first));
    }
    let alone = looks[1..].iter().filter(|look| !is_known && is_over(look));
    let by_values = alone.filter(|look| look.stock.likely_bytes <= limit);
    if let Some(look) = by_values.max_by_key(|look| look.own.likely_bytes) {
        return Some((Says::Parameters, Weight::Slight, look));
    }
    Some(if first.own.high_bytes <= limit {
        (Says::Within, Weight::Fair, first)
    } else {
        (Says::Undecided, Weight::Slight, first)
    })
}
