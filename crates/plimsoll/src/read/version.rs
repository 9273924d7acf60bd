//! Which version a configuration is of: what was told, else what its place
//! tells.

use std::path::{Path, PathBuf};

use plimsoll_conf::{
    Entry, is_parameter_group, version_of_data_directory, version_of_group, version_of_path,
};
use plimsoll_model::{Config, Engine, Place, Version};

use super::found::shown;
use super::reader::Reader;

/// A version that a place names.
pub(super) struct Seen {
    pub(super) version: Version,
    /// Where a finding about it would stand.
    pub(super) place: Place,
    /// Who says so, for people.
    pub(super) source: String,
}

/// What lies beside a main file and what its path say of the version. A file
/// that a data directory holds is surer than a folder's name.
pub(super) fn seen(engine: Engine, main: &Path, bytes: &[u8], reader: &Reader) -> Option<Seen> {
    if is_parameter_group(bytes) {
        let (version, place) = version_of_group(&shown(main), bytes)?;
        return Some(Seen {
            version,
            place,
            source: "its DBParameterGroupFamily".to_owned(),
        });
    }
    if main.as_os_str() == "-" {
        return None;
    }
    beside(engine, main, reader).or_else(|| {
        let path = std::path::absolute(main).ok()?;
        Some(Seen {
            version: version_of_path(engine, &path)?,
            place: first_line(&shown(main)),
            source: "its path".to_owned(),
        })
    })
}

/// `PG_VERSION`, where the configuration lies in a data directory.
fn beside(engine: Engine, main: &Path, reader: &Reader) -> Option<Seen> {
    match engine {
        Engine::Postgresql => {}
        Engine::Mysql | Engine::Mariadb => return None,
    }
    let path = main.with_file_name("PG_VERSION");
    let Entry::File(bytes) = reader.entry(&path) else {
        return None;
    };
    Some(Seen {
        version: version_of_data_directory(&bytes)?,
        place: first_line(&shown(&path)),
        source: "PG_VERSION beside it".to_owned(),
    })
}

/// What the data directory's path says, where the configuration names one
/// (`/var/lib/postgresql/15/main`).
pub(super) fn of_data_directory(config: &Config) -> Option<Seen> {
    let name = match config.engine {
        Engine::Postgresql => "data_directory",
        Engine::Mysql | Engine::Mariadb => "datadir",
    };
    let setting = config.settings.get(name)?;
    // The version stands in the folders above a file.
    let file = PathBuf::from(&setting.value).join("file");
    Some(Seen {
        version: version_of_path(config.engine, &file)?,
        place: setting.origin.place()?.clone(),
        source: format!("the path in {name}"),
    })
}

fn first_line(file: &str) -> Place {
    Place {
        file: file.to_owned(),
        line: 1,
        column: 1,
    }
}
