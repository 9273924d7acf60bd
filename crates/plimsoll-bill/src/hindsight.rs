//! A configuration looked back at: what it would have taken at the sessions that were
//! seen at one moment, beside what the built-in values would have, and which of its
//! values add how much. What of it is a fault is decided elsewhere.

#[cfg(test)]
mod tests;

use plimsoll_model::{
    Engine, InForce, Kind, Load, LoadGroup, MemoryBill, Operation, Profile, Range, Refusal,
    ServerFacts, SessionsSource, Solution,
};

use crate::case::Arrivals;
use crate::fill;
use crate::price::{price, weigh};
use crate::profile::{active, filling};
use crate::solve::search_among;
use crate::{engine, postgresql};

/// A configuration as it was in force, and what is known besides.
#[derive(Clone, Debug)]
pub struct Hindsight<'a> {
    /// Its values.
    pub settings: &'a InForce,
    /// The built-in values of the same series.
    pub stock: &'a InForce,
    /// The host, its limit that of the moment.
    pub facts: &'a ServerFacts,
    /// The load, as somebody declared it.
    pub load: &'a Load,
    /// What fills it in.
    pub profile: Profile,
    /// How many sessions come, as somebody declared it.
    pub arrivals: Option<Arrivals>,
    /// What was seen of the moment.
    pub seen: Sighting,
}

/// What was seen of a server's sessions at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sighting {
    /// How many were open.
    pub sessions: Option<u64>,
    /// How many of them did more than wait.
    pub at_work: Option<u64>,
    /// What these did, as far as it was seen.
    pub did: Vec<Kind>,
}

/// Who says what the sessions did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// A load that was declared.
    Declared,
    /// What was seen.
    Seen,
    /// A profile.
    Profile,
    /// Nobody: each that was at work is taken to do one of this, as large as it may be.
    Only(Kind),
}

/// What is taken under one load.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// Who says what the sessions did.
    pub doing: Doing,
    /// The load.
    pub load: Load,
    /// Its sessions, where the load does not say them.
    pub arrivals: Option<Arrivals>,
    /// By the configuration.
    pub own: Range,
    /// By the built-in values, at no more sessions than they admit.
    pub stock: Range,
}

/// A value that is not the built-in one, and adds to what is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raised {
    /// Canonical name.
    pub parameter: String,
    /// How much less is likely with the built-in value.
    pub adds_bytes: u64,
}

/// The processes of a server that are nobody's session; none where sessions are threads.
pub fn background_processes(settings: &InForce) -> Option<u64> {
    match settings.engine {
        Engine::Postgresql => Some(postgresql::background_processes(settings)),
        Engine::Mysql | Engine::Mariadb => None,
    }
}

impl Hindsight<'_> {
    /// The loads that the moment may have had, the likeliest first: one, where it was
    /// declared or seen; else what the profile has, then each kind of operation alone.
    ///
    /// # Errors
    /// As [`price`].
    pub fn looks(&self) -> Result<Vec<Look>, Refusal> {
        let loads = self.loads().into_iter();
        loads.map(|(doing, load)| self.look(doing, load)).collect()
    }

    /// The bill under a load, with all that moves it.
    ///
    /// # Errors
    /// As [`price`].
    pub fn bill(&self, look: &Look) -> Result<MemoryBill, Refusal> {
        self.bill_with(self.settings, look)
    }

    /// The same with other settings.
    ///
    /// # Errors
    /// As [`price`].
    pub fn bill_with(&self, settings: &InForce, look: &Look) -> Result<MemoryBill, Refusal> {
        price(
            settings,
            self.facts,
            &look.load,
            self.profile,
            look.arrivals,
        )
    }

    /// The values of the bill that add to what is taken, most first.
    ///
    /// # Errors
    /// As [`price`].
    pub fn raised(&self, bill: &MemoryBill, look: &Look) -> Result<Vec<Raised>, Refusal> {
        let mut raised: Vec<Raised> = Vec::new();
        // It stands in few lines and decides how many sessions all of them are for.
        let lines = bill.lines.iter().flat_map(|line| &line.parameters);
        let names = lines.map(String::as_str).chain(["max_connections"]);
        for name in names {
            let stock = self.stock.values.get(name);
            let known = raised.iter().any(|it| it.parameter == name);
            if known || self.settings.values.get(name) == stock {
                continue;
            }
            let mut without = self.settings.clone();
            match stock {
                Some(value) => without.values.insert(name.to_owned(), value.clone()),
                None => without.values.remove(name),
            }
            let then = self.taken_by(&without, look)?;
            raised.push(Raised {
                parameter: name.to_owned(),
                adds_bytes: look.own.likely_bytes.saturating_sub(then.likely_bytes),
            });
        }
        raised.retain(|it| it.adds_bytes > 0);
        raised.sort_by_key(|it| std::cmp::Reverse(it.adds_bytes));
        Ok(raised)
    }

    /// The values that would have held, as few as it takes: of these parameters alone if
    /// they hold it for certain, else if they are likely to; else of any, for certain or
    /// likely. `None`: no values hold it, or no limit is known.
    ///
    /// # Errors
    /// As [`price`].
    pub fn would_hold(&self, look: &Look, names: &[&str]) -> Result<Option<Solution>, Refusal> {
        let Some(limit) = self.facts.ceiling_bytes().get().copied() else {
            return Ok(None);
        };
        let priced = fill::filled(self.settings, &look.load, self.profile, look.arrivals)?;
        let case = fill::case(self.settings, self.facts, &priced)?;
        let figures: [fn(Range) -> u64; 2] = [|it| it.high_bytes, |it| it.likely_bytes];
        let tries = [true, false].into_iter().flat_map(|of_these| {
            let figures = figures.into_iter();
            figures.map(move |figure| (of_these, figure))
        });
        let mut found = tries.map(|(of_these, figure)| {
            let among = |name: &str| !of_these || names.contains(&name);
            let solution = search_among(&case, limit, figure, among);
            (figure(solution.total) <= limit).then_some(solution)
        });
        Ok(found.find_map(|solution| solution))
    }

    fn look(&self, doing: Doing, load: Load) -> Result<Look, Refusal> {
        let mut look = Look {
            doing,
            load,
            arrivals: self.coming(),
            own: Range::default(),
            stock: Range::default(),
        };
        look.own = self.taken_by(self.settings, &look)?;
        look.stock = self.taken_by(self.stock, &look)?;
        Ok(look)
    }

    /// What is taken by settings under a load, by no more sessions than they admit.
    fn taken_by(&self, settings: &InForce, look: &Look) -> Result<Range, Refusal> {
        let priced = fill::filled(self.settings, &look.load, self.profile, look.arrivals)?;
        let admitted = engine::sessions_allowed(settings);
        let arrivals = if priced.sessions > admitted {
            Some(Arrivals {
                sessions: admitted,
                source: SessionsSource::Declared,
            })
        } else {
            look.arrivals
        };
        weigh(settings, self.facts, &look.load, self.profile, arrivals)
    }

    /// How many sessions came, where the load itself does not say.
    fn coming(&self) -> Option<Arrivals> {
        let is_seen = self.load.groups.is_empty();
        let sessions = self.seen.sessions.filter(|_| is_seen);
        let seen = sessions.map(|sessions| Arrivals {
            sessions,
            source: SessionsSource::Observed,
        });
        self.arrivals.or(seen)
    }

    fn loads(&self) -> Vec<(Doing, Load)> {
        if !self.load.groups.is_empty() {
            return vec![(Doing::Declared, self.load.clone())];
        }
        let allowed = || engine::sessions_allowed(self.settings);
        let open = self.coming().map_or_else(allowed, |it| it.sessions);
        let at_work = self
            .seen
            .at_work
            .unwrap_or_else(|| active(self.profile, open));
        let load = |operations| self.working(open, at_work, operations);
        let alone = |kind| vec![filling(kind, 1, 0)];
        if !self.seen.did.is_empty() {
            let did = self.seen.did.iter().flat_map(|kind| alone(*kind)).collect();
            return vec![(Doing::Seen, load(did))];
        }
        let usual = engine::operations_of(self.profile, self.settings);
        let kinds = Kind::of(self.settings.engine).iter();
        // No parameter limits it: it is nobody's value that is looked for.
        let kinds = kinds.filter(|kind| **kind != Kind::JsonAggregate);
        let each = kinds.map(|kind| (Doing::Only(*kind), load(alone(*kind))));
        [(Doing::Profile, load(usual))]
            .into_iter()
            .chain(each)
            .collect()
    }

    /// So many sessions open, so many of them at work.
    fn working(&self, open: u64, at_work: u64, operations: Vec<Operation>) -> Load {
        let group = |sessions, operations| LoadGroup {
            sessions: Some(sessions),
            operations: Some(operations),
            ..LoadGroup::default()
        };
        let waiting = open.saturating_sub(at_work);
        Load {
            groups: vec![
                group(at_work.min(open), operations),
                group(waiting, Vec::new()),
            ],
            ..self.load.clone()
        }
    }
}
