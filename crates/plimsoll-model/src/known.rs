//! A fact that is known, with its source, or not, with the reason.

/// A fact and where it comes from, or why it is not there. Unknown is said,
/// never guessed: no default ever stands in for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known<T> {
    /// The fact, and who said so (`--limit`, `compose.yaml:12`, `cgroup`).
    Known(T, String),
    /// Why it is not known (`not given`).
    Unknown(String),
}

impl<T> Known<T> {
    /// The fact nobody gave.
    pub fn not_given() -> Self {
        Self::Unknown("not given".to_owned())
    }

    /// The fact, if known.
    pub const fn get(&self) -> Option<&T> {
        match self {
            Self::Known(fact, _) => Some(fact),
            Self::Unknown(_) => None,
        }
    }

    /// Who said so, if known.
    pub fn source(&self) -> Option<&str> {
        match self {
            Self::Known(_, source) => Some(source),
            Self::Unknown(_) => None,
        }
    }

    /// Why it is not known, if it is not.
    pub fn why(&self) -> Option<&str> {
        match self {
            Self::Known(..) => None,
            Self::Unknown(why) => Some(why),
        }
    }
}

impl<T> Default for Known<T> {
    fn default() -> Self {
        Self::not_given()
    }
}
