//! Words that a person types, on the command line or in plimsoll.toml, and what each
//! means; what is none is answered with what to give instead.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use plimsoll_model::{Bytes, Engine, Fork, Profile, Storage, Version};

/// A version as it was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ServerVersion {
    pub(crate) version: Version,
    pub(crate) fork: Fork,
}

/// A server's kind.
pub(crate) fn engine(text: &str) -> Result<Engine, String> {
    Engine::parse(text).ok_or_else(|| "give postgresql, mysql or mariadb".to_owned())
}

/// A version; as whole as it is known.
pub(crate) fn version(text: &str) -> Result<ServerVersion, String> {
    let version = Version::parse(text)
        .ok_or_else(|| "a version begins with a number, like 16.4 or 10.11".to_owned())?;
    let fork = Fork::of(text);
    Ok(ServerVersion { version, fork })
}

/// A size in bytes, of which 0 is none.
pub(crate) fn size(text: &str) -> Result<u64, String> {
    match size_or_none(text)? {
        0 => Err("0 bytes is no limit; leave it out where there is none".to_owned()),
        bytes => Ok(bytes),
    }
}

/// A size in bytes, which may be 0.
pub(crate) fn size_or_none(text: &str) -> Result<u64, String> {
    let bytes = Bytes::parse(text).map(|size| size.0);
    bytes.ok_or_else(|| "give a size like 2GiB, 512MB or a number of bytes".to_owned())
}

/// What data lies on.
pub(crate) fn storage(text: &str) -> Result<Storage, String> {
    match text {
        "ssd" => Ok(Storage::Ssd),
        "hdd" => Ok(Storage::Hdd),
        "network" => Ok(Storage::Network),
        _ => Err("give ssd, hdd or network".to_owned()),
    }
}

/// What sessions do.
pub(crate) fn profile(text: &str) -> Result<Profile, String> {
    Profile::ALL
        .into_iter()
        .find(|profile| profile.as_str() == text)
        .ok_or_else(|| "give oltp, mixed or analytics".to_owned())
}

/// A name and the value that it is given.
pub(crate) fn assignment(text: &str) -> Result<(String, String), String> {
    let (name, value) = text
        .split_once('=')
        .ok_or_else(|| "give it as NAME=VALUE".to_owned())?;
    let name = name.trim();
    if name.is_empty() {
        return Err("there is no name before the `=`".to_owned());
    }
    Ok((name.to_owned(), value.trim().to_owned()))
}

/// A moment as it is typed: with a zone, or in UTC.
pub(crate) fn moment(text: &str) -> Result<Timestamp, String> {
    let zoned = text.parse::<Timestamp>();
    zoned
        .or_else(|_| {
            let local: DateTime = text.parse()?;
            Ok(local.to_zoned(TimeZone::UTC)?.timestamp())
        })
        .map_err(|_: jiff::Error| {
            "give a time like 2024-05-22T10:00:00Z or '2024-05-22 10:00' (UTC)".to_owned()
        })
}
