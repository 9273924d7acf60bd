//! Statements that the server keeps ready on a connection of one's own: planning them
//! anew costs more than running them.
//!
//! What stands between may not be seen, so a name is made of its statement's text:
//! on whatever session of the server a name leads to a statement at all, it is that one.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::super::ask::{Asked, Outcome};
use super::super::connection::{Connection, NO_SUCH_STATEMENT, Told};
use super::super::unreachable::Unreachable;
use crate::read::Question;

/// Bytes of statements that are made ready together: a connection keeps room for the
/// largest message that it ever sent, and a daemon has thousands of them.
const TOGETHER_BYTES_MAX: usize = 2 << 10;

/// Which are ready.
#[derive(Debug)]
pub(super) enum Prepared {
    /// None ever: the next question may go to another session of the server.
    Never,
    /// By the names of their questions; `None` where the server would not.
    Here(BTreeMap<&'static str, Option<String>>),
}

impl Prepared {
    /// Asks, by what is ready where it can be.
    pub(super) async fn ask(
        &mut self,
        connection: &mut Connection,
        questions: &[&'static Question],
    ) -> Result<Vec<Told>, Unreachable> {
        self.make_ready(connection, questions).await?;
        let asked = |it: &&'static Question| Some(self.by_name(connection.asked(it)?));
        let told = connection.put(questions.iter().filter_map(asked).collect());
        let told = told.await?;
        let is_elsewhere = |(_, outcome): &Told| matches!(outcome, Outcome::Refused(_, code) if code == NO_SUCH_STATEMENT);
        if !told.iter().any(is_elsewhere) {
            return Ok(told);
        }
        *self = Self::Never;
        let asked = questions.iter().filter_map(|it| connection.asked(it));
        let asked = asked.collect();
        connection.put(asked).await
    }

    /// Forgets one whose statement fails: it is put in full from now on.
    pub(super) fn forget(&mut self, question: &Question) {
        if let Self::Here(names) = self {
            names.insert(question.name, None);
        }
    }

    async fn make_ready(
        &mut self,
        connection: &mut Connection,
        questions: &[&'static Question],
    ) -> Result<(), Unreachable> {
        let Self::Here(names) = self else {
            return Ok(());
        };
        let new = questions.iter().filter(|it| !names.contains_key(it.name));
        let new: Vec<Asked> = new.filter_map(|it| connection.asked(it)).collect();
        let make = |asked: &Asked| {
            let prepare = format!("PREPARE {} AS {}", name(asked), asked.sql());
            Asked::by(asked.question, prepare)
        };
        let mut rest = new.as_slice();
        while !rest.is_empty() {
            let (now, later) = rest.split_at(at_once(rest));
            let told = connection.put(now.iter().map(make).collect()).await?;
            for (asked, (question, outcome)) in now.iter().zip(told) {
                let is_ready = matches!(outcome, Outcome::Answered(_));
                names.insert(question.name, is_ready.then(|| name(asked)));
            }
            rest = later;
        }
        Ok(())
    }

    fn by_name(&self, asked: Asked) -> Asked {
        let Self::Here(names) = self else {
            return asked;
        };
        match names.get(asked.question.name) {
            Some(Some(name)) => Asked::by(asked.question, format!("EXECUTE {name}")),
            _ => asked,
        }
    }
}

/// How many of the first statements are made ready together: at least one.
fn at_once(asked: &[Asked]) -> usize {
    let mut bytes = 0;
    let fit = asked.iter().take_while(|asked| {
        bytes += asked.sql().len();
        bytes <= TOGETHER_BYTES_MAX
    });
    fit.count().max(1)
}

fn name(asked: &Asked) -> String {
    let mut hasher = DefaultHasher::new();
    asked.sql().hash(&mut hasher);
    format!("plimsoll_{}_{:016x}", asked.question.name, hasher.finish())
}
