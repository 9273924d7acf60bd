//! What diagnosis answers to a case, beside what is true of it.

use anyhow::{Context, Result};
use plimsoll_diagnose::{Handed, Question, Reading, diagnose};
use plimsoll_model::{CauseClass, Incident, Layer, LayerVerdict};

use crate::incident::case::Case;
use crate::incident::configuration;

/// A case and its answer.
#[derive(Debug)]
pub(super) struct Answer<'a> {
    pub(super) case: &'a Case,
    /// The class of the first cause; none where there is no cause.
    pub(super) class: Option<CauseClass>,
    /// Its score.
    pub(super) score: f64,
    /// Its name.
    name: &'static str,
    layer: Option<Layer>,
    parameters: Vec<String>,
    cleared: Vec<Layer>,
}

impl<'a> Answer<'a> {
    /// The answer to a case by its logs alone.
    pub(super) fn to(case: &'a Case) -> Result<Self> {
        Self::asked(case, &Question::default())
    }

    /// The answer with the configuration beside it; by its logs alone where there is none.
    pub(super) fn configured(case: &'a Case) -> Result<Self> {
        let configured = configuration::of_case(&case.folder, case.engine)?;
        let question = Question {
            configured: configured.into_iter().collect(),
            ..Question::default()
        };
        Self::asked(case, &question)
    }

    fn asked(case: &'a Case, question: &Question) -> Result<Self> {
        let mut sources = Vec::new();
        for (option, path) in case.files()? {
            let handed = match option {
                "--kernel" => Handed::Kernel,
                "--events" => Handed::Events,
                _ => Handed::Log,
            };
            let bytes =
                std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            let mut reading = Reading::new(&path.display().to_string(), handed);
            reading.push(&bytes);
            sources.push(reading.end());
        }
        Ok(Self::of(case, &diagnose(sources, question)))
    }

    fn of(case: &'a Case, incident: &Incident) -> Self {
        let first = incident.causes.first();
        let cleared = incident.layers.iter();
        let cleared = cleared.filter(|finding| finding.verdict == LayerVerdict::Cleared);
        Self {
            case,
            class: first.map(|cause| cause.class),
            score: first.map_or(0.0, |cause| cause.score),
            name: first.map_or("nothing", |cause| cause.name),
            layer: first.and_then(|cause| cause.layer),
            parameters: first.map_or_else(Vec::new, |cause| cause.parameters.clone()),
            cleared: cleared.map(|finding| finding.layer).collect(),
        }
    }

    /// Whether its class is right. No cause at all is right where nothing is wrong.
    pub(super) fn is_right(&self) -> bool {
        self.class.unwrap_or(CauseClass::Benign) == self.case.class
    }

    /// How far its score is from what it turned out to be, squared (Brier).
    pub(super) fn off(&self) -> f64 {
        (self.score - f64::from(u8::from(self.is_right()))).powi(2)
    }

    /// Whether its layer is one of those that are right.
    pub(super) fn is_layer_right(&self) -> bool {
        match self.layer {
            Some(layer) => self.case.layers.contains(&layer),
            None => self.case.layers.is_empty(),
        }
    }

    /// Whether it names a parameter that is to blame; none where there is none to name.
    pub(super) fn is_parameter_right(&self) -> Option<bool> {
        let expected = &self.case.parameters;
        (!expected.is_empty()).then(|| self.parameters.iter().any(|name| expected.contains(name)))
    }

    /// Layers at fault that it cleared.
    pub(super) fn cleared_at_fault(&self) -> usize {
        let at_fault = self.case.at_fault.iter();
        at_fault
            .filter(|layer| self.cleared.contains(layer))
            .count()
    }

    /// Layers that it cleared.
    pub(super) fn cleared(&self) -> usize {
        self.cleared.len()
    }

    /// What is wrong about it, in a line.
    pub(super) fn miss(&self) -> Option<String> {
        let folder = self.case.folder.file_name().unwrap_or_default();
        let mut wrong = Vec::new();
        if !self.is_right() {
            let said = self.class.map_or("nothing", CauseClass::as_str);
            wrong.push(format!("says {said} ({}, {:.2})", self.name, self.score));
        }
        if self.is_right() && !self.is_layer_right() {
            let layer = self.layer.map_or("no layer", Layer::as_str);
            wrong.push(format!("says it is mended in {layer}"));
        }
        if self.is_right() && self.is_parameter_right() == Some(false) {
            wrong.push(format!("blames {}", self.parameters.join(", ")));
        }
        if self.cleared_at_fault() > 0 {
            wrong.push("clears a layer at fault".to_owned());
        }
        (!wrong.is_empty()).then(|| {
            format!(
                "{}/{}: {}",
                self.case.class.as_str(),
                folder.to_string_lossy(),
                wrong.join("; ")
            )
        })
    }
}
