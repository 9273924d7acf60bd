//! Values by name, cheap to copy with a few of them changed: a bill is asked
//! again and again with one value in another place.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::{Unit, Value};

/// Value and unit by canonical name. Copies share what none of them changed.
#[derive(Clone, Debug, Default)]
pub struct Values {
    shared: Arc<BTreeMap<String, (Value, Option<Unit>)>>,
    /// What is other here; `None`: not there.
    changed: BTreeMap<String, Option<(Value, Option<Unit>)>>,
}

impl Values {
    /// A value and its unit.
    pub fn get(&self, name: &str) -> Option<&(Value, Option<Unit>)> {
        match self.changed.get(name) {
            Some(changed) => changed.as_ref(),
            None => self.shared.get(name),
        }
    }

    /// Whether there is one.
    pub fn contains_key(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Puts a value in the place of what was there.
    pub fn insert(&mut self, name: String, value: (Value, Option<Unit>)) {
        self.changed.insert(name, Some(value));
    }

    /// Takes a value out.
    pub fn remove(&mut self, name: &str) {
        self.changed.insert(name.to_owned(), None);
    }

    /// All of them, by name.
    fn all(&self) -> BTreeMap<&str, &(Value, Option<Unit>)> {
        let mut all: BTreeMap<_, _> = self
            .shared
            .iter()
            .map(|(name, value)| (name.as_str(), value))
            .collect();
        for (name, changed) in &self.changed {
            match changed {
                Some(value) => all.insert(name, value),
                None => all.remove(name.as_str()),
            };
        }
        all
    }
}

impl From<BTreeMap<String, (Value, Option<Unit>)>> for Values {
    fn from(values: BTreeMap<String, (Value, Option<Unit>)>) -> Self {
        Self {
            shared: Arc::new(values),
            changed: BTreeMap::new(),
        }
    }
}

impl PartialEq for Values {
    /// The same values, however they came there.
    fn eq(&self, other: &Self) -> bool {
        self.all() == other.all()
    }
}

#[cfg(test)]
mod tests {
    use super::Values;
    use crate::Value;
    use std::collections::BTreeMap;

    #[test]
    fn a_copy_changes_alone_and_what_is_the_same_is_equal() {
        let one = BTreeMap::from([("a".to_owned(), (Value::Int(1), None))]);
        let first = Values::from(one);
        let mut second = first.clone();
        second.insert("a".to_owned(), (Value::Int(2), None));
        assert_eq!(first.get("a"), Some(&(Value::Int(1), None)));
        assert_eq!(second.get("a"), Some(&(Value::Int(2), None)));
        assert_ne!(first, second);
        second.insert("a".to_owned(), (Value::Int(1), None));
        assert_eq!(first, second);
        second.remove("a");
        assert!(!second.contains_key("a") && first.contains_key("a"));
        assert_ne!(first, second);
    }
}
