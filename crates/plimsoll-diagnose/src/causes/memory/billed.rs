//! What the bill of the configuration in force says for and against the causes of
//! memory. Without a configuration it says nothing.

use crate::cause::{Weighed, Weight};
use crate::priced::{Priced, Says};
use crate::scene::{Family, family};
use crate::story::Story;

/// Whether the bill blames a value of that kind most.
pub(super) fn blames(story: &Story, of: Family) -> bool {
    let priced = story.priced.get();
    priced.is_some_and(|it| first_of(it).is_some_and(|name| family(name) == of))
}

/// Whether the built-in values would have gone over the limit too.
pub(super) fn blames_limit(story: &Story) -> bool {
    let priced = story.priced.get();
    priced.is_some_and(|it| it.says == Says::Limit)
}

fn first_of(priced: &Priced) -> Option<&str> {
    priced.blamed().next()
}

impl Weighed {
    /// The bill, for a cause that is a value of that kind. `is_named`: the logs name the
    /// parameter, and the bill's come behind it.
    pub(super) fn billed(self, story: &Story, of: Family, is_named: bool) -> Self {
        let Some(priced) = story.priced.get() else {
            return self;
        };
        match (priced.says, first_of(priced)) {
            (Says::Parameters, Some(name)) if family(name) == of => {
                let mut weighed = self.shown_besides(priced.weight, &priced.lines);
                let blamed = priced.blamed().filter(|name| family(name) == of);
                let blamed: Vec<String> = blamed.map(str::to_owned).collect();
                let told = std::mem::take(&mut weighed.parameters);
                // What the cause names by itself is a guess, and the bill's is none where
                // it knows what the sessions did.
                weighed.parameters = match (is_named, priced.weight) {
                    (true, _) => [told, blamed].concat(),
                    (false, Weight::Slight) => [blamed, told].concat(),
                    (false, Weight::Proof | Weight::Strong | Weight::Fair) => blamed,
                };
                distinct(&mut weighed.parameters);
                weighed
            }
            (Says::Parameters, Some(name)) => {
                let why = format!("the bill of the configuration blames {name}");
                self.against(Weight::Fair, true, &why)
            }
            (Says::Limit, _) => {
                let why = "by the bill of the configuration built-in values would have gone over the limit too";
                self.against(Weight::Fair, true, why)
            }
            (Says::Within, _) => {
                let why = format!("the configuration stays within the limit: {}", priced.sum);
                self.against(priced.weight, true, &why)
            }
            (Says::Parameters, None) | (Says::Undecided, _) => self,
        }
    }

    /// The bill, for a cause that is no value's: what stays within the limit speaks for
    /// it, what goes over by its values against it.
    pub(super) fn unbilled(self, story: &Story) -> Self {
        let Some(priced) = story.priced.get() else {
            return self;
        };
        match (priced.says, first_of(priced)) {
            (Says::Within, _) => self.shown_besides(Weight::Fair, &priced.lines),
            (Says::Parameters, Some(name)) => {
                let why = format!("the bill of the configuration goes over the limit by {name}");
                self.against(priced.weight, true, &why)
            }
            (Says::Parameters, None) | (Says::Limit | Says::Undecided, _) => self,
        }
    }

    /// The bill, for a limit that is too small.
    pub(super) fn billed_limit(self, story: &Story) -> Self {
        let Some(priced) = story.priced.get() else {
            return self;
        };
        match priced.says {
            Says::Limit => self.shown_besides(priced.weight, &priced.lines),
            Says::Within => {
                let why = format!("the limit is enough for the configuration: {}", priced.sum);
                self.against(Weight::Fair, true, &why)
            }
            Says::Parameters | Says::Undecided => self.unbilled(story),
        }
    }
}

/// Each once, where it stands first.
fn distinct(names: &mut Vec<String>) {
    let mut seen = std::collections::BTreeSet::new();
    names.retain(|name| seen.insert(name.clone()));
}
