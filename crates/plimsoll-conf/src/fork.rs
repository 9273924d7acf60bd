//! What another build of the engine makes of a reading: it knows more
//! parameters than the catalogue has.

use plimsoll_model::{Config, Fork, ProblemKind};

/// Says of a configuration which build reads it. Its own parameters are no
/// problem any more, and of a name that is wholly unknown it can no longer be
/// said that the server refuses it.
pub fn settle_fork(config: &mut Config, fork: Fork) {
    let Some(title) = fork.title() else {
        return;
    };
    config.fork = fork;
    let problems = &mut config.problems;
    problems.retain(|problem| problem.kind != ProblemKind::ForkParameter);
    for problem in problems {
        if problem.fatal && problem.kind == ProblemKind::UnknownParameter {
            problem.fatal = false;
            problem.message = format!(
                "{}, unless {title} adds it: Plimsoll does not know all that it adds",
                problem.message
            );
        }
    }
}
