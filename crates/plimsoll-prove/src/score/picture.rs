//! The score as pictures for the book: an engine a picture, a server a colour.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use plimsoll_model::Engine;
use plimsoll_report::svg::{Cloud, scatter};

use super::marks::Judged;

/// Writes `measured-ENGINE.svg` into the folder for every engine that has runs.
/// Runs under a limit are left out: the limit cut their peak.
pub(super) fn draw(judged: &[Judged], folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder)
        .with_context(|| format!("cannot make the folder {}", folder.display()))?;
    for engine in Engine::ALL {
        let mut clouds: BTreeMap<&str, Cloud> = BTreeMap::new();
        let whole = judged
            .iter()
            .filter(|one| one.run.in_force.engine == engine && one.run.limit_bytes.is_none());
        for one in whole {
            let cloud = clouds.entry(&one.run.server).or_insert_with(|| Cloud {
                name: one.run.server.clone(),
                runs: Vec::new(),
            });
            cloud.runs.push((one.run.peak_bytes, one.total));
        }
        if clouds.is_empty() {
            continue;
        }
        let clouds: Vec<Cloud> = clouds.into_values().collect();
        let title = format!("{}: the bill beside real servers", engine.title());
        let path = folder.join(format!("measured-{engine}.svg"));
        std::fs::write(&path, scatter(&title, &clouds))
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}
