//! A connection kept open, and asking over it. It knows the statements only
//! as data.

use std::collections::BTreeMap;
use std::fmt;

use mysql_async::Conn;
use plimsoll_model::{Answer, Engine, Gap, Version};

use super::ask::{self, Often, Outcome};
use super::limits::Limits;
use super::opened::{Opened, Passing};
use super::questions;
use super::unreachable::{Trouble, Unreachable};
use crate::read::Question;
use crate::read::allowance::Allowance;
use crate::read::one_line::one_line;

/// A connection to one server. Dropping it closes it.
pub struct Connection {
    library: Conn,
    passing: Passing,
    allowance: Allowance,
    limits: Limits,
    place: String,
    engine: Engine,
    version: Version,
    version_text: String,
    comment: String,
    account: String,
}

/// What was answered and what was not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// Answers by the name of their question.
    pub answers: BTreeMap<String, Answer>,
    /// What was refused, and why.
    pub gaps: Vec<Gap>,
}

impl fmt::Debug for Connection {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Connection({})", self.place)
    }
}

impl Connection {
    /// Learns what the server is, and sets what holds for this session alone.
    pub(super) async fn begin(
        opened: Opened,
        place: String,
        limits: &Limits,
    ) -> Result<Self, Unreachable> {
        let mut connection = Self {
            library: opened.library,
            passing: opened.passing,
            allowance: opened.allowance,
            limits: *limits,
            place,
            engine: Engine::Mysql,
            version: Version::major(0),
            version_text: String::new(),
            comment: String::new(),
            account: String::new(),
        };
        let learnt = tokio::time::timeout(limits.connect_max, connection.learn()).await;
        let seconds = limits.connect_max.as_secs().max(1);
        let learnt = learnt.unwrap_or(Err(Trouble::Silent(seconds)));
        match learnt {
            Ok(()) => Ok(connection),
            Err(trouble) => Err(connection.told(trouble).await),
        }
    }

    async fn learn(&mut self) -> Result<(), Trouble> {
        let kind = ask::one(
            &mut self.library,
            &questions::KIND,
            questions::KIND.sql,
            Often::Once,
        )
        .await?;
        let row = match &kind {
            Outcome::Answered(answer) => answer.rows().next(),
            Outcome::Refused(gap) => return Err(Trouble::Server(gap.why.clone())),
        };
        let text = |column| row.and_then(|row| row.text(column)).unwrap_or_default();
        text("version").clone_into(&mut self.version_text);
        text("version_comment").clone_into(&mut self.comment);
        text("user").clone_into(&mut self.account);
        let is_mariadb = [&self.version_text, &self.comment]
            .iter()
            .any(|text| text.to_ascii_lowercase().contains("mariadb"));
        self.engine = if is_mariadb {
            Engine::Mariadb
        } else {
            Engine::Mysql
        };
        // Before 11 MariaDB may put a number of old MySQL's before its own.
        let own = self.version_text.strip_prefix("5.5.5-");
        let own = own.unwrap_or(&self.version_text);
        let shown = one_line(&self.version_text);
        self.version = Version::parse(own)
            .ok_or_else(|| Trouble::NotMysql(format!("it calls its version {shown}")))?;
        if self.version < questions::oldest(self.engine) {
            return Err(Trouble::TooOld(format!("{} {shown}", self.engine.title())));
        }
        for statement in questions::opening(self.engine, &self.limits) {
            ask::run(&mut self.library, &statement).await?;
        }
        Ok(())
    }

    /// The engine, as the server itself tells it.
    pub const fn engine(&self) -> Engine {
        self.engine
    }

    /// The server's version.
    pub const fn version(&self) -> Version {
        self.version
    }

    /// The trouble of an answer that is missing where there is always one.
    pub(super) fn refused(&self, why: &str) -> Unreachable {
        Unreachable {
            place: self.place.clone(),
            trouble: Trouble::Server(why.to_owned()),
        }
    }

    /// What the server calls its version, and itself.
    pub(super) fn names(&self) -> (&str, &str) {
        (&self.version_text, &self.comment)
    }

    /// The server that was connected to.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// Whether it was closed from the other side, which costs the server nothing to know.
    pub(super) fn is_cut(&self) -> bool {
        self.passing.is_over()
    }

    /// Asks the questions that fit the server's version, all in one
    /// transaction that only reads; what is refused is a gap and the rest goes
    /// on.
    ///
    /// # Errors
    /// [`Unreachable`] when the connection is lost, the time is over or the
    /// server sends too much; the connection is of no use after it.
    pub async fn ask(&mut self, questions: &[&'static Question]) -> Result<Answers, Unreachable> {
        let mut all = Some(questions.to_vec());
        let next = |_: &Answers| all.take().unwrap_or_default();
        self.within_limits(Often::Once, next).await
    }

    /// As [`Self::ask`], of what is asked again and again over this connection: `next`
    /// sees what was answered so far and says what follows, until that is nothing.
    ///
    /// # Errors
    /// As [`Self::ask`].
    pub(super) async fn ask_again(
        &mut self,
        next: impl FnMut(&Answers) -> Vec<&'static Question>,
    ) -> Result<Answers, Unreachable> {
        self.within_limits(Often::Again, next).await
    }

    async fn within_limits(
        &mut self,
        often: Often,
        next: impl FnMut(&Answers) -> Vec<&'static Question>,
    ) -> Result<Answers, Unreachable> {
        self.allowance.renew(self.limits.bytes_max);
        let limit = self.limits.answer_max;
        let outcome = tokio::time::timeout(limit, self.ask_all(often, next)).await;
        let seconds = limit.as_secs().max(1);
        match outcome.unwrap_or(Err(Trouble::Silent(seconds))) {
            Ok(answers) => Ok(answers),
            Err(trouble) => Err(self.told(trouble).await),
        }
    }

    /// What to tell of a trouble: the bound that ended the connection, if one did.
    async fn told(&mut self, trouble: Trouble) -> Unreachable {
        let trouble = if self.allowance.is_spent() {
            Trouble::TooMuch(self.limits.bytes_max)
        } else {
            self.passing.ended().await.unwrap_or(trouble)
        };
        Unreachable {
            place: self.place.clone(),
            trouble,
        }
    }

    async fn ask_all(
        &mut self,
        often: Often,
        mut next: impl FnMut(&Answers) -> Vec<&'static Question>,
    ) -> Result<Answers, Trouble> {
        let mut answers = Answers::default();
        ask::run(&mut self.library, "START TRANSACTION READ ONLY").await?;
        loop {
            let questions = next(&answers);
            if questions.is_empty() {
                break;
            }
            for question in questions.into_iter().filter(|it| it.fits(self.version)) {
                let sql = questions::statement(question, self.engine, &self.limits);
                match ask::one(&mut self.library, question, &sql, often).await? {
                    Outcome::Answered(answer) => {
                        answers.answers.insert(question.name.to_owned(), answer);
                    }
                    Outcome::Refused(gap) => answers.gaps.push(self.for_account(gap)),
                }
            }
        }
        ask::run(&mut self.library, "COMMIT").await?;
        Ok(answers)
    }

    /// The gap with the grant for the account that asked.
    pub(super) fn for_account(&self, mut gap: Gap) -> Gap {
        let account = ask::account(&self.account);
        gap.grant = gap.grant.map(|grant| grant.replace("{role}", &account));
        gap
    }

    /// Says goodbye, so that the server does not count a connection that broke off.
    pub async fn leave(self) {
        let limit = self.limits.connect_max;
        let (library, passing) = (self.library, self.passing);
        let goodbye = async {
            let _gone_anyway = library.disconnect().await;
            passing.finish().await;
        };
        let _in_time = tokio::time::timeout(limit, goodbye).await;
    }
}
