//! What a MySQL plugin leaves unread when it stumbles over one of its options.
//! The plugin is off then, the server reads on, and ends over what nobody took:
//! the plugin's other options, unless they too are written with `loose-`.
//!
//! Source: `my_handle_options` counts down what it has handled and closes the
//! gaps only at its end, so an error leaves the list as long as what is not
//! handled, with the handled ones still in it. Seen on MySQL 9.7.4.

use plimsoll_model::ProblemKind;

use super::plugin::{OfPlugin, PLUGINS};
use super::resolve::Resolver;

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
