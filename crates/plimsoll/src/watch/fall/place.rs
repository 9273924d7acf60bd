//! Incidents as files: `incidents/NAME-TIME.json` in a folder of the user's.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use crate::read::reason;

/// Writes one beside its place and renames it there: whoever reads sees it whole.
///
/// # Errors
/// What was in the way, in a line.
pub(super) fn write(folder: &Path, id: &str, text: &str) -> Result<(), String> {
    let folder = folder.join("incidents");
    let path = folder.join(format!("{id}.json"));
    let beside = folder.join(format!(".{id}.json.new"));
    let written = fs::create_dir_all(&folder).and_then(|()| {
        let mut file = fs::File::create(&beside)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&beside, &path)
    });
    written.map_err(|error| format!("{}: {}", path.display(), reason(&error)))
}
