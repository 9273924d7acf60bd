//! What a MySQL plugin leaves unread when it stumbles over one of its options.
//! The plugin is off then, the server reads on, and ends over what nobody took:
//! the plugin's other options, unless they too are written with `loose-`.
//!
//! Source: `my_handle_options` counts down what it has handled and closes the
//! gaps only at its end, so an error leaves the list as long as what is not
//! handled, with the handled ones still in it. Seen on MySQL 9.7.4.

use plimsoll_model::{Engine, ProblemKind};

use super::occurrence::Occurrence;
use super::resolve::Resolver;

/// Beginnings of the options of the plugins that MySQL starts without, in the
/// order in which it reads them. Not among them: InnoDB, MyISAM, and the
/// accounts' `caching_sha2_password`.
const PLUGINS: &[&str] = &[
    "archive",
    "blackhole",
    "federated",
    "ndb",
    "ngram",
    "mysqlx_cache_cleaner",
    "mysqlx",
];

/// One option of such a plugin, as written.
#[derive(Clone, Debug)]
pub(super) struct OfPlugin {
    plugin: &'static str,
    name: &'static str,
    occurrence: Occurrence,
    loose: bool,
    /// Whether the plugin stumbles over it.
    pub(super) wrong: bool,
}

impl OfPlugin {
    /// An option of a plugin that can be done without; `None` for any other.
    pub(super) fn of(
        engine: Engine,
        name: &'static str,
        loose: bool,
        occurrence: &Occurrence,
    ) -> Option<Self> {
        let plugin = dispensable(engine, name)?;
        Some(Self {
            plugin,
            name,
            occurrence: occurrence.clone(),
            loose,
            wrong: false,
        })
    }
}

/// The plugin of an option, where MySQL starts without it.
pub(super) fn dispensable(engine: Engine, name: &str) -> Option<&'static str> {
    let mut plugins = PLUGINS.iter().copied();
    match engine {
        Engine::Mysql => plugins.find(|stem| name.starts_with(stem)),
        Engine::Mariadb | Engine::Postgresql => None,
    }
}

/// Stops the server over the first option that nobody took.
pub(super) fn check(resolver: &mut Resolver) {
    let options = std::mem::take(&mut resolver.of_plugins);
    let Some(left) = left(&options) else {
        return;
    };
    let message = format!(
        "{} is not read, since another option of its plugin is wrong and turns the plugin off: the server does not know it and refuses to start; correct the other option",
        left.name
    );
    let kind = ProblemKind::NotSettableHere;
    resolver.problem(&left.occurrence, kind, Some(left.name), true, message);
}

fn left(options: &[OfPlugin]) -> Option<&OfPlugin> {
    // One more, the mark behind the files' options.
    let mut list: Vec<Option<&OfPlugin>> = options.iter().map(Some).chain([None]).collect();
    for plugin in PLUGINS {
        list = after(plugin, &list);
    }
    list.into_iter().flatten().find(|option| !option.loose)
}

/// The list as one plugin leaves it.
fn after<'a>(plugin: &str, list: &[Option<&'a OfPlugin>]) -> Vec<Option<&'a OfPlugin>> {
    let own = |option: Option<&OfPlugin>| option.is_some_and(|option| option.plugin == plugin);
    let wrong =
        |option: Option<&OfPlugin>| own(option) && option.is_some_and(|option| option.wrong);
    let stumbles = list.iter().position(|option| wrong(*option));
    let before = &list[..stumbles.unwrap_or(list.len())];
    let mut left: Vec<_> = before
        .iter()
        .filter(|option| !own(**option))
        .copied()
        .collect();
    if stumbles.is_some() {
        let handled = before.len() - left.len();
        left.extend(&list[left.len()..list.len() - handled]);
    }
    left
}
