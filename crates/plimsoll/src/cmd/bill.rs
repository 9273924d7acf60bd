//! `plimsoll bill PATH`: the memory bill and the load line alone.

use plimsoll_model::Verdict;
use plimsoll_report::{json, svg, text};

use crate::audit;
use crate::cli::{Bill, BillFormat};
use crate::ended::Ended;
use crate::failure::Failure;
use crate::output;
use crate::read::{Asked, Case, cases};

/// Runs it. A server that would go over its limit is not well.
pub(crate) fn run(arguments: &Bill) -> Result<Ended, Failure> {
    let asked = Asked {
        source: &arguments.source,
        facts: &arguments.facts,
        load: &arguments.load,
        policy: None,
    };
    let case = only(if audit::is_address(&arguments.path) {
        let servers = audit::at(&arguments.path, &arguments.facts).into_iter();
        servers
            .map(|server| server?.case(&arguments.load))
            .collect()
    } else {
        cases(&arguments.path, asked)
    })?;
    if let Some(problem) = case.load_problems.first() {
        let place = &problem.place;
        return Err(Failure::new(format_args!(
            "{place}:{} {}",
            place.column, problem.message
        )));
    }
    let bill = case
        .bill()
        .map_err(|refusal| Failure::new(format_args!("{}: {refusal}", case.path)))?;
    let text = match arguments.format {
        BillFormat::Text => text::bill(&case.path, &bill, output::screen()),
        BillFormat::Json => json::bill(&bill),
        BillFormat::Svg => svg::bill(&case.path, &bill),
    };
    output::result(&text)?;
    say_what_is_wrong(&case);
    Ok(match bill.verdict {
        Verdict::Over => Ended::Findings,
        Verdict::AtRisk | Verdict::Within | Verdict::Unknown => Ended::Well,
    })
}

/// The one case: several configurations are several bills.
fn only(cases: Vec<Result<Case, Failure>>) -> Result<Case, Failure> {
    let mut cases = cases.into_iter().collect::<Result<Vec<_>, _>>()?;
    if cases.len() > 1 {
        let paths: Vec<&str> = cases.iter().map(|case| case.path.as_str()).collect();
        return Err(Failure::new(format_args!(
            "there are several configurations: {}; give the path of one",
            paths.join(", ")
        )));
    }
    cases
        .pop()
        .ok_or_else(|| Failure::new("there is no configuration here"))
}

fn say_what_is_wrong(case: &Case) {
    let fatal = case
        .config
        .problems
        .iter()
        .filter(|problem| problem.fatal)
        .count();
    if fatal > 0 {
        output::note(&format!(
            "plimsoll: {}: the server would not start with this ({fatal} fatal); see plimsoll check",
            case.path
        ));
    }
}
