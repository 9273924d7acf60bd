//! Values by name, cheap to copy with a few of them changed: a bill is asked
//! again and again with one value in another place.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

use crate::{Unit, Value};

/// A value and its unit.
type Held = (Value, Option<Unit>);

/// Value and unit by canonical name. Copies share what none of them changed.
#[derive(Clone, Debug, Default)]
pub struct Values {
    shared: Arc<HashMap<String, Held, BuildHasherDefault<NameHasher>>>,
    /// What a configuration sets over these.
    set: Arc<BTreeMap<String, Held>>,
    /// What is other here; `None`: not there. Few, so a list.
    changed: Vec<(String, Option<Held>)>,
}

/// Eight letters of a name at a time, the same way in every run. The names are
/// the catalogue's: no file can choose names that collide.
#[derive(Default)]
struct NameHasher(u64);

impl NameHasher {
    fn mix(&mut self, word: u64) {
        // Odd, and without a pattern in its bits: the golden ratio's.
        const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
        let mixed = self.0.rotate_left(5) ^ word;
        self.0 = mixed.wrapping_mul(SPREAD);
    }
}

impl Hasher for NameHasher {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.mix(u64::from_le_bytes(*word));
        }
        let rest = rest.iter().rev();
        self.mix(rest.fold(0, |word, byte| word << 8 | u64::from(*byte)));
    }

    /// The map looks at the highest bits and at the lowest; a product's lowest
    /// hang on few letters.
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }
}

impl Values {
    /// What a series has built in: many configurations lie over it.
    pub fn built_in(values: impl IntoIterator<Item = (String, Held)>) -> Self {
        Self {
            shared: Arc::new(values.into_iter().collect()),
            ..Self::default()
        }
    }

    /// These values, with a configuration's own in the place of theirs.
    #[must_use]
    pub fn under(&self, set: BTreeMap<String, Held>) -> Self {
        Self {
            shared: self.shared.clone(),
            set: Arc::new(set),
            changed: self.changed.clone(),
        }
    }

    /// A value and its unit.
    pub fn get(&self, name: &str) -> Option<&Held> {
        match self.changed.iter().find(|(changed, _)| changed == name) {
            Some((_, changed)) => changed.as_ref(),
            None => self.set.get(name).or_else(|| self.shared.get(name)),
        }
    }

    /// Whether there is one.
    pub fn contains_key(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Puts a value in the place of what was there.
    pub fn insert(&mut self, name: String, value: Held) {
        self.change(name, Some(value));
    }

    /// Takes a value out.
    pub fn remove(&mut self, name: &str) {
        self.change(name.to_owned(), None);
    }

    fn change(&mut self, name: String, value: Option<Held>) {
        match self
            .changed
            .iter_mut()
            .find(|(changed, _)| *changed == name)
        {
            Some((_, changed)) => *changed = value,
            None => self.changed.push((name, value)),
        }
    }

    /// What is set to a text where a number is built in: nobody could work it
    /// out.
    pub fn unresolved(&self) -> impl Iterator<Item = (&str, &str)> {
        let number = |name: &str| {
            let built_in = self.shared.get(name).map(|(value, _)| value);
            matches!(built_in, Some(Value::Int(_) | Value::Real(_)))
        };
        self.set.iter().filter_map(move |(name, (value, _))| {
            let Value::Text(text) = value else {
                return None;
            };
            number(name).then_some((name.as_str(), text.as_str()))
        })
    }

    /// Every value, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &(Value, Option<Unit>))> {
        self.all().into_iter()
    }

    /// All of them, by name.
    fn all(&self) -> BTreeMap<&str, &Held> {
        let shared = self.shared.iter().chain(self.set.iter());
        let mut all: BTreeMap<_, _> = shared.map(|(name, value)| (name.as_str(), value)).collect();
        for (name, changed) in &self.changed {
            match changed {
                Some(value) => all.insert(name, value),
                None => all.remove(name.as_str()),
            };
        }
        all
    }
}

impl From<BTreeMap<String, Held>> for Values {
    fn from(values: BTreeMap<String, Held>) -> Self {
        Self::default().under(values)
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

    #[test]
    fn what_is_set_lies_over_what_is_built_in() {
        let value = |number| (Value::Int(number), None);
        let named = |name: &str, number| (name.to_owned(), value(number));
        let built_in = Values::built_in([named("a", 1), named("b", 2)]);
        let both = built_in.under(BTreeMap::from([named("a", 3)]));
        assert_eq!(
            (both.get("a"), both.get("b")),
            (Some(&value(3)), Some(&value(2)))
        );
        assert_eq!(built_in.get("a"), Some(&value(1)));
        let text = (Value::Text("{x}".to_owned()), None);
        let formulas = [("a".to_owned(), text.clone()), ("c".to_owned(), text)];
        let formulas = built_in.under(BTreeMap::from(formulas));
        assert_eq!(formulas.unresolved().collect::<Vec<_>>(), [("a", "{x}")]);
        assert_eq!(both.unresolved().count(), 0);
        assert_eq!(
            both,
            Values::from(BTreeMap::from([named("a", 3), named("b", 2)]))
        );
    }
}
