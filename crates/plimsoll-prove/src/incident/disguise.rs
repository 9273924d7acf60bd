//! What a file that is kept must not tell of the machine that recorded it: the
//! lab's folders become those of a package, its group that of a unit, a container
//! or a pod, its name `db1`.

use plimsoll_lab::{Instance, servers_root};
use plimsoll_model::Engine;

/// What is put in the place of what.
#[derive(Debug, Default)]
pub(crate) struct Disguise(Vec<(String, String)>);

impl Disguise {
    /// For a server's files.
    pub(crate) fn of(instance: &Instance, group: &str) -> Self {
        let installed = instance.installed();
        let series = installed.series.to_string();
        let data = instance.data_folder().display().to_string();
        let folder = instance.folder().display().to_string();
        let root = servers_root().join(&installed.name);
        let shown = |path: &std::path::Path| path.display().to_string();
        let (own_data, own_folder, own_root) = match installed.engine {
            Engine::Postgresql => (
                format!("/var/lib/postgresql/{series}/main"),
                "/var/run/postgresql".to_owned(),
                format!("/usr/lib/postgresql/{series}"),
            ),
            Engine::Mysql | Engine::Mariadb => (
                "/var/lib/mysql".to_owned(),
                "/var/run/mysqld".to_owned(),
                String::new(),
            ),
        };
        let mut swaps = vec![(data, own_data), (folder, own_folder)];
        swaps.push((shown(&root.join("root").join("usr")), "/usr".to_owned()));
        swaps.push((shown(&root.join("bin")), "/usr/sbin".to_owned()));
        swaps.push((shown(&root), own_root));
        if let Some(cgroup) = instance.cgroup() {
            swaps.push((cgroup.name(), group.to_owned()));
        }
        swaps.push(("dbtest".to_owned(), "mysql".to_owned()));
        Self(swaps)
    }

    /// A text without them.
    pub(crate) fn on(&self, text: &str) -> String {
        let swapped = self.0.iter().fold(text.to_owned(), |text, (from, to)| {
            if from.is_empty() {
                text
            } else {
                text.replace(from, to)
            }
        });
        // A release as its makers number it, without what a builder added.
        let swapped = match kernel_file("osrelease") {
            Some(release) => swapped.replace(&release, release.split('-').next().unwrap_or("")),
            None => swapped,
        };
        match kernel_file("hostname") {
            Some(name) => swapped
                .replace(&format!("{name}-"), "db1-")
                .replace(&format!("'{name}'"), "'db1'"),
            None => swapped,
        }
    }
}

fn kernel_file(file: &str) -> Option<String> {
    let name = std::fs::read_to_string(format!("/proc/sys/kernel/{file}")).ok()?;
    let name = name.trim().to_owned();
    (!name.is_empty()).then_some(name)
}
