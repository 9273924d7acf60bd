//! How one engine and series reads an option file: the facts in which the
//! releases differ, and the groups each reads. It must not know a parameter.
//!
//! Sources: `mysys/my_default.c(c)` and `mysys/my_getopt.c(c)` of both
//! engines, and the servers themselves (10.11.19, 11.8.9, 9.7.4).

use plimsoll_model::{Engine, Version};

/// The facts by which releases differ in reading.
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is one independent fact of a release"
)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dialect {
    /// Which of the two families.
    pub(super) engine: Engine,
    /// The release series.
    pub(super) series: Version,
    /// A line longer than the read buffer goes on as a new line.
    pub(super) splits_long_lines: bool,
    /// A `#` ends the path of an include, and the path of the last line is
    /// whole without a newline.
    pub(super) cleans_include_paths: bool,
    /// Names of options are compared without case.
    pub(super) folds_case: bool,
    /// An unambiguous beginning of a name stands for it.
    pub(super) abbreviates: bool,
    /// `autoset-` is a prefix.
    pub(super) autoset: bool,
    /// A negative number for an unsigned parameter stops the server; else it
    /// becomes the minimum.
    pub(super) refuses_negative: bool,
    /// An empty value for a number or a name stops the server; else it is 0.
    pub(super) refuses_empty: bool,
    /// A number too large for 64 bits after its suffix stops the server; else
    /// it wraps.
    pub(super) refuses_overflow: bool,
    /// Of a switch that takes no argument the first letter of one decides, where
    /// it is 1 or 0; else the whole word.
    pub(super) switches_by_first_letter: bool,
    /// `mysqld-auto.cnf` is read from the data directory.
    pub(super) persists: bool,
}

const FIRST_MYSQL_THAT_JOINS_LINES: Version = Version::new(8, 4);
const FIRST_MYSQL_THAT_PERSISTS: Version = Version::new(8, 0);
const FIRST_MARIADB_WITH_MAJOR_GROUPS: Version = Version::new(11, 0);
const FIRST_MYSQL_WITH_CLUSTER_GROUP: Version = Version::new(9, 0);

impl Dialect {
    /// The dialect of a series.
    pub(super) fn of(engine: Engine, series: Version) -> Self {
        let mariadb = match engine {
            Engine::Mariadb => true,
            Engine::Mysql | Engine::Postgresql => false,
        };
        let joins = !mariadb && series >= FIRST_MYSQL_THAT_JOINS_LINES;
        Self {
            engine,
            series,
            splits_long_lines: !joins,
            cleans_include_paths: joins,
            folds_case: mariadb,
            abbreviates: mariadb,
            autoset: mariadb,
            refuses_negative: mariadb,
            refuses_empty: !mariadb,
            refuses_overflow: !mariadb,
            switches_by_first_letter: mariadb,
            persists: !mariadb && series >= FIRST_MYSQL_THAT_PERSISTS,
        }
    }

    /// The groups that the server reads, as its `--help --verbose` lists them.
    /// `version` is the group's number where the server's is known.
    pub(super) fn groups(&self, version: Option<Version>, suffix: Option<&str>) -> Vec<String> {
        let mut groups: Vec<String> = Vec::new();
        let number = version.filter(|known| known.minor.is_some()).map(|known| {
            let minor = known.minor.unwrap_or_default();
            format!("{}.{minor}", known.major)
        });
        let numbered = |groups: &mut Vec<String>, name: &str, major: bool| {
            if let Some(number) = &number {
                groups.push(format!("{name}-{number}"));
            }
            if let (true, Some(version)) = (major, version) {
                groups.push(format!("{name}-{}", version.major));
            }
        };
        match self.engine {
            Engine::Mariadb => {
                let major = self.series >= FIRST_MARIADB_WITH_MAJOR_GROUPS;
                groups.extend(["mysqld".to_owned(), "server".to_owned()]);
                numbered(&mut groups, "mysqld", false);
                groups.push("mariadb".to_owned());
                numbered(&mut groups, "mariadb", major);
                groups.push("mariadbd".to_owned());
                numbered(&mut groups, "mariadbd", major);
                groups.extend(["client-server".to_owned(), "galera".to_owned()]);
            }
            Engine::Mysql | Engine::Postgresql => {
                if self.series >= FIRST_MYSQL_WITH_CLUSTER_GROUP {
                    groups.push("mysql_cluster".to_owned());
                }
                groups.extend(["mysqld".to_owned(), "server".to_owned()]);
                numbered(&mut groups, "mysqld", false);
            }
        }
        if let Some(suffix) = suffix {
            let suffixed: Vec<_> = groups
                .iter()
                .map(|name| format!("{name}{suffix}"))
                .collect();
            groups.extend(suffixed);
        }
        groups
    }
}
