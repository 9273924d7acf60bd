//! A named set of parameters of `pg_service.conf`.
//!
//! Source: manual of `PostgreSQL`, 32.17 (the connection service file).

use std::path::PathBuf;

use super::AddressError;
use super::parameter::{Given, known};
use super::surroundings::Surroundings;

/// The parameters of the service of that name: the user's own file first, then
/// the system's.
pub(super) fn find(
    name: &str,
    file: Option<&str>,
    surroundings: &Surroundings,
) -> Result<Given, AddressError> {
    let own = file.map(PathBuf::from).or_else(|| {
        let home = surroundings.home.as_ref()?;
        Some(home.join(".pg_service.conf"))
    });
    let folder = surroundings.variable("PGSYSCONFDIR");
    let folder = folder.unwrap_or("/etc/postgresql-common");
    let system = PathBuf::from(folder).join("pg_service.conf");
    let mut looked = Vec::new();
    for path in own.into_iter().chain([system]) {
        // A file that is not there is no fault; libpq says so only of the one it was told.
        if let Ok(text) = std::fs::read_to_string(&path)
            && let Some(given) = section(&text, name)?
        {
            return Ok(given);
        }
        looked.push(path.display().to_string());
    }
    Err(AddressError::NoService {
        name: name.to_owned(),
        looked: looked.join(" and "),
    })
}

/// The first section of that name. Blanks around names and values do not count.
fn section(text: &str, name: &str) -> Result<Option<Given>, AddressError> {
    let mut given: Option<Given> = None;
    for line in text.lines().map(str::trim) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(title) = line.strip_prefix('[') {
            if given.is_some() {
                break;
            }
            let title = title.split(']').next().unwrap_or_default();
            given = (title == name).then(Given::new);
        } else if let Some(given) = &mut given {
            let (key, value) = line
                .split_once('=')
                .ok_or_else(|| AddressError::ServiceLine(name.to_owned()))?;
            let (key, value) = (key.trim(), value.trim());
            if key == "service" || key == "servicefile" {
                return Err(AddressError::NestedService(name.to_owned()));
            }
            // The first of a name counts within a section, as for libpq.
            given
                .entry(known(key, value)?)
                .or_insert_with(|| value.to_owned());
        }
    }
    Ok(given)
}
