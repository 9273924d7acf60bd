//! Outside not followed, as the reading itself reports it.

use plimsoll_model::{ProblemKind, Severity};

use crate::Input;
use crate::answer::{Answer, Found};
use crate::finding::of_problem;
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// An include, a link or a folder that leaves what is being checked; Plimsoll did not
    /// read it.
    ///
    /// ## Why it matters
    ///
    /// What it sets is not known, so the values shown may not be those in force. It is not
    /// followed unasked because a change from a stranger could otherwise make a pipeline
    /// print any file of its machine.
    ///
    /// A data directory elsewhere is how servers are installed, and most often nothing is
    /// set in it: that its postgresql.auto.conf or mysqld-auto.cnf was not read is an info.
    ///
    /// ## Example
    ///
    /// `include '/etc/postgresql/common.conf'` in a repository's postgresql.conf.
    ///
    /// ## What to do instead
    ///
    /// Check the folder that holds both, or add `--follow-outside` where the files are your
    /// own.
    ///
    /// ## Sources
    ///
    /// - Plimsoll's own rule
    OUTSIDE_NOT_FOLLOWED {
        postgresql: Some("PG-READ-018"),
        mysql: Some("MY-READ-018"),
        name: "outside-not-followed",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let problems = input.config.problems.iter();
    let left_out = problems.filter(|problem| problem.kind == ProblemKind::OutsideNotFollowed);
    let found = left_out.map(|problem| {
        // The reading names the parameter where the place of the data is why.
        let milder = match problem.parameter {
            Some(_) => Severity::Info,
            None => Severity::Warning,
        };
        Found {
            // Moving the data would mend nothing.
            parameters: Vec::new(),
            ..of_problem(problem, milder)
        }
    });
    Answer::Found(found.collect())
}
