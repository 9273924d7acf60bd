//! Parameters that came within a series, with a minor release: the catalogue
//! knows them by series alone. Knows versions and names, no values.
//!
//! Facts: the release notes of the minors named.

use plimsoll_model::{ProblemKind, Version};

use super::refusal::Refusal;

/// A parameter, and the first minor of each series that has it.
struct Late {
    name: &'static str,
    first: &'static [(u16, u16)],
}

const LATE: &[Late] = &[
    Late {
        name: "composite_type_mismatch",
        first: &[(14, 25), (15, 20), (16, 16), (17, 12), (18, 7)],
    },
    Late {
        name: "output_plugin_libraries",
        first: &[(14, 24), (15, 19), (16, 15), (17, 11), (18, 6)],
    },
];

/// What to say of a parameter where this version is too old for it, or may be.
pub(super) enum Lateness {
    /// The version told does not know it.
    ToCome(Refusal),
    /// The minor was not told: older ones of the series do not know it.
    Unsure(Refusal),
}

/// Whether `version` comes before the minor that brought the parameter;
/// `None` where it does not, and where its series is in no list.
pub(super) fn lateness(name: &str, version: Version) -> Option<Lateness> {
    let late = LATE.iter().find(|late| late.name == name)?;
    let mut first = late.first.iter();
    let (major, first) = first.find(|(major, _)| *major == version.major)?;
    let refusal = |why| Refusal {
        kind: ProblemKind::FutureParameter,
        why,
    };
    match version.minor {
        Some(minor) if minor < *first => {
            let why =
                format!("is there since PostgreSQL {major}.{first}; {version} does not know it");
            Some(Lateness::ToCome(refusal(why)))
        }
        Some(_) => None,
        None => {
            let why = format!(
                "is there since PostgreSQL {major}.{first}; a server before that does not \
                 start with it"
            );
            Some(Lateness::Unsure(refusal(why)))
        }
    }
}
