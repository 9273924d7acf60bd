//! `plimsoll.toml`, a section a file: spanned text in, checked types out, all
//! mistakes at once.

pub(crate) mod contacts;
mod daemon;
pub(crate) mod every;
mod house;
mod ignore;
mod policy;
mod prometheus;
pub(crate) mod server;
pub(crate) mod service;
pub(crate) mod store;
pub(crate) mod target;
#[cfg(test)]
mod tests;
pub(crate) mod watch;
mod word;

use std::path::Path;

use plimsoll_conf::document::{self, Fields};
use plimsoll_lint::{HouseRule, Suppression};
use plimsoll_model::{Call, Known, Layer, Problem};

use target::Target;

/// Name of the file.
pub(crate) const FILE: &str = "plimsoll.toml";

/// What a plimsoll.toml, or a policy, says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Settings {
    /// `[target]`.
    pub(crate) target: Target,
    /// `[[require]]`, `[[forbid]]`, `[[range]]`.
    pub(crate) house: Vec<HouseRule>,
    /// `[[ignore]]`.
    pub(crate) ignores: Vec<Suppression>,
    /// `[[server]]`: running servers by name.
    pub(crate) servers: Vec<server::Server>,
    /// `[contacts]`: whom to call.
    pub(crate) contacts: contacts::Contacts,
    /// `[[service]]`: what stands on them.
    pub(crate) services: Vec<service::Service>,
    /// `[watch]`: how they are watched.
    pub(crate) watch: watch::Watch,
    /// `[store]`: where history is kept.
    pub(crate) history: store::History,
    /// `[policy]`: the rules that only a policy may accept.
    pub(crate) firm: Vec<String>,
}

/// Reads a plimsoll.toml, or a file given as `--policy`, which may say all that
/// one may and has a section of its own besides.
///
/// # Errors
/// Every mistake in it, at its place.
pub(crate) fn read(file: &str, bytes: &[u8], as_policy: bool) -> Result<Settings, Vec<Problem>> {
    let root = document::parse(file, bytes).map_err(|problem| vec![problem])?;
    let mut problems = Vec::new();
    let mut settings = Settings::default();
    if let Some(mut fields) = Fields::of(&root, FILE, &mut problems) {
        let target = fields.take("target");
        let demands = house::Demands::taken(&mut fields);
        let ignores = ignore::taken(&mut fields);
        let servers = server::taken(&mut fields);
        let people = fields.take("contacts");
        let services = service::taken(&mut fields);
        let watch = fields.take("watch");
        let history = fields.take("store");
        let policy = as_policy.then(|| fields.take("policy")).flatten();
        fields.finish();
        if let Some(section) = target {
            settings.target = target::read_section(section, &mut problems);
        }
        settings.house = demands.read(&mut problems);
        settings.ignores = ignore::read(ignores, as_policy, &mut problems);
        let names = server::names(servers);
        settings.servers = server::read(servers, &mut problems);
        if let Some(section) = people {
            settings.contacts = contacts::read_section(section, &mut problems);
        }
        settings.services = service::read(services, &names, &mut problems);
        if let Some(section) = watch {
            settings.watch = watch::read_section(section, &mut problems);
        }
        if let Some(section) = history {
            settings.history = store::read_section(section, &mut problems);
        }
        settings.firm = policy
            .map(|section| policy::read(section, &mut problems))
            .unwrap_or_default();
    }
    problems.sort_by_key(|problem| (problem.place.line, problem.place.column));
    if problems.is_empty() {
        Ok(settings)
    } else {
        Err(problems)
    }
}

impl Settings {
    /// These, the files that they name taken from a folder.
    pub(crate) fn below(mut self, folder: &Path) -> Self {
        self.target = self.target.below(folder);
        self.watch = self.watch.below(folder);
        let servers = self.servers.into_iter();
        self.servers = servers.map(|server| server.below(folder)).collect();
        let services = self.services.into_iter();
        self.services = services.map(|service| service.below(folder)).collect();
        self
    }

    /// This, with what another says of the target in its place and the
    /// other's rules besides.
    pub(crate) fn under(self, other: Self) -> Self {
        Self {
            target: self.target.under(&other.target),
            house: [self.house, other.house].concat(),
            ignores: [self.ignores, other.ignores].concat(),
            servers: [self.servers, other.servers].concat(),
            services: [self.services, other.services].concat(),
            watch: self.watch,
            contacts: self.contacts.under(other.contacts),
            history: self.history.under(other.history),
            firm: [self.firm, other.firm].concat(),
        }
    }

    /// Whom to call for a layer. Who owns the database answers for it where no line
    /// says otherwise; of other layers nobody is guessed.
    pub(crate) fn call(&self, layer: Layer) -> Call {
        let told = self.contacts.of(layer).map(str::to_owned);
        let owner = || self.owner().filter(|_| layer == Layer::Database);
        let contact = match told.or_else(owner) {
            Some(contact) => Known::Known(contact, FILE.to_owned()),
            None => Known::Unknown(format!(
                "write `{} = \"…\"` under [contacts] in {FILE}",
                layer.as_str()
            )),
        };
        Call { layer, contact }
    }

    /// Who owns the server: by `[target]`, else by the one `[[server]]` that there is.
    fn owner(&self) -> Option<String> {
        let of_server = match self.servers.as_slice() {
            [only] => only.target.owner.clone(),
            [] | [_, ..] => None,
        };
        self.target.owner.clone().or(of_server)
    }
}
