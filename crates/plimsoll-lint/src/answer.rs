//! What a rule answers, and the words to say it with. Knows how a value is
//! shown and where it stands; holds no judgement.

use plimsoll_conf::catalogue::{self, Series, TakesEffect};
use plimsoll_model::{
    Bytes, Confidence, Edit, Effect, FindingEvidence, Fix, Known, Place, Safety, Severity,
};

use crate::Input;

/// What a rule that asks may answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Answer {
    /// What it found, most often nothing or one.
    Found(Vec<Found>),
    /// It could not look; the facts that are missing.
    Needs(Vec<&'static str>),
}

impl Answer {
    /// Nothing to say.
    pub(crate) const QUIET: Self = Self::Found(Vec::new());

    /// One fact is missing.
    pub(crate) fn needs(fact: &'static str) -> Self {
        Self::Needs(vec![fact])
    }
}

impl From<Found> for Answer {
    fn from(found: Found) -> Self {
        Self::Found(vec![found])
    }
}

impl From<Option<Found>> for Answer {
    fn from(found: Option<Found>) -> Self {
        Self::Found(found.into_iter().collect())
    }
}

/// A finding before it is given its rule's code and name.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Found {
    pub(crate) severity: Severity,
    pub(crate) confidence: Confidence,
    pub(crate) message: String,
    pub(crate) parameters: Vec<String>,
    pub(crate) evidence: Vec<FindingEvidence>,
    pub(crate) location: Option<Place>,
    pub(crate) fix: Option<Fix>,
}

impl Found {
    /// Likely to hurt; where it rests on judgement rather than on fact, say so
    /// with [`Self::sure`].
    pub(crate) fn warning(message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, Confidence::High, message)
    }

    /// Worth knowing.
    pub(crate) fn info(message: impl Into<String>) -> Self {
        Self::new(Severity::Info, Confidence::High, message)
    }

    /// A finding with nothing but its words.
    pub(crate) fn new(
        severity: Severity,
        confidence: Confidence,
        message: impl Into<String>,
    ) -> Self {
        Self {
            severity,
            confidence,
            message: message.into(),
            parameters: Vec::new(),
            evidence: Vec::new(),
            location: None,
            fix: None,
        }
    }

    /// How sure it is.
    pub(crate) fn sure(self, confidence: Confidence) -> Self {
        Self { confidence, ..self }
    }

    /// The parameters whose change mends it, most to blame first, each with its
    /// value as evidence. It stands where the first of them that is in a file
    /// stands.
    pub(crate) fn blames(mut self, input: &Input<'_>, names: &[&str]) -> Self {
        for name in names {
            self.parameters.push((*name).to_owned());
            self.location = self.location.or_else(|| input.place(name));
            self = self.weighs(input, name);
        }
        self
    }

    /// A parameter's value as evidence, though its change is not what is asked.
    pub(crate) fn weighs(self, input: &Input<'_>, name: &str) -> Self {
        let (value, source) = (input.shown(name), input.source(name));
        self.fact(name, value, source)
    }

    /// Any other fact that it rests on.
    pub(crate) fn fact(
        mut self,
        what: impl Into<String>,
        value: impl Into<String>,
        source: impl Into<String>,
    ) -> Self {
        self.evidence.push(FindingEvidence {
            what: what.into(),
            value: value.into(),
            source: source.into(),
        });
        self
    }

    /// The memory that the server may have as evidence, where it is known.
    pub(crate) fn against_memory(self, input: &Input<'_>) -> Self {
        match input.facts.ceiling_bytes() {
            Known::Known(memory, source) => self.fact("memory", Bytes(memory).to_string(), source),
            Known::Unknown(_) => self,
        }
    }

    /// What would mend it: parameters with the values to write. None where one
    /// of them stands in no file that could be edited.
    pub(crate) fn mended(
        mut self,
        input: &Input<'_>,
        safety: Safety,
        changes: &[(&str, &str)],
    ) -> Self {
        self.fix = fix(input, safety, changes);
        self
    }

    /// The fix waits for a restart though the parameter can be set while the
    /// server runs: not from the value it has.
    pub(crate) fn at_restart(mut self) -> Self {
        if let Some(fix) = &mut self.fix {
            fix.effect = Effect::Restart;
        }
        self
    }
}

fn fix(input: &Input<'_>, safety: Safety, changes: &[(&str, &str)]) -> Option<Fix> {
    let edits: Option<Vec<Edit>> = changes
        .iter()
        .map(|(name, to)| edit(input, name, to))
        .collect();
    let restart = changes.iter().any(|(name, _)| needs_restart(input, name));
    Some(Fix {
        safety,
        effect: if restart {
            Effect::Restart
        } else {
            Effect::Reload
        },
        edits: edits.filter(|edits| !edits.is_empty())?,
    })
}

fn edit(input: &Input<'_>, name: &str, to: &str) -> Option<Edit> {
    let place = input.place(name)?;
    Some(Edit {
        file: place.file,
        line: place.line,
        parameter: name.to_owned(),
        from: input.shown(name),
        to: Some(to.to_owned()),
    })
}

/// Whether a change of a parameter waits for a restart; a parameter the
/// catalogue does not have is taken to.
pub(crate) fn needs_restart(input: &Input<'_>, name: &str) -> bool {
    let engine = input.config.engine;
    let (series, _) = Series::nearest(engine, &input.config.series);
    let span = catalogue::lookup(engine, name).and_then(|parameter| parameter.at(series));
    span.is_none_or(|span| match span.context.takes_effect() {
        TakesEffect::Never | TakesEffect::OnRestart => true,
        TakesEffect::OnReload | TakesEffect::InNewSessions | TakesEffect::BySetGlobal => false,
    })
}
