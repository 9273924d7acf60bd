//! The parameters of an address from everything that says any, in libpq's order.

use super::parameter::{self, Given};
use super::surroundings::Surroundings;
use super::{AddressError, keywords, service, uri};

/// The parameters of all sources, the first to say one wins.
pub(super) fn gather(
    text: Option<&str>,
    surroundings: &Surroundings,
) -> Result<Given, AddressError> {
    let text = text.unwrap_or_default();
    let mut given = match uri::parse(text) {
        Some(parsed) => parsed?,
        None => keywords::parse(text)?,
    };
    let environment = parameter::of_environment(&surroundings.environment)?;
    let said = |name: &str, given: &Given| {
        let value = given.get(name).or_else(|| environment.get(name));
        value.cloned().filter(|value| !value.is_empty())
    };
    if let Some(name) = said("service", &given) {
        let file = said("servicefile", &given);
        let service = service::find(&name, file.as_deref(), surroundings)?;
        fill(&mut given, service);
    }
    fill(&mut given, environment);
    Ok(given)
}

fn fill(given: &mut Given, later: Given) {
    for (name, value) in later {
        given.entry(name).or_insert(value);
    }
}
