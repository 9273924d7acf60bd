//! How many cases there are, of which kinds.

use plimsoll_model::{CauseClass, Engine};

use super::case::Case;

/// Cases by class, kept back and not, and by engine, a line each.
pub(crate) fn table(cases: &[Case]) -> String {
    let count = |is: &dyn Fn(&Case) -> bool| cases.iter().filter(|case| is(case)).count();
    let mut lines = vec![format!(
        "all {} (recorded {}, kept back {})",
        cases.len(),
        count(&|case| case.is_recorded),
        count(&|case| case.hold_out)
    )];
    for engine in [Engine::Postgresql, Engine::Mysql, Engine::Mariadb] {
        lines.push(format!("{engine} {}", count(&|case| case.engine == engine)));
    }
    for class in CauseClass::ALL {
        let of_class = count(&|case| case.class == class);
        let held_out = count(&|case| case.class == class && case.hold_out);
        lines.push(format!(
            "{} {of_class} (kept back {held_out})",
            class.as_str()
        ));
    }
    lines.join("\n")
}
