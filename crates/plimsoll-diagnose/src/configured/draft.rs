//! The corrected values as a draft: what would have held at the load that was seen.

use plimsoll_model::{Bytes, Cause, CauseClass, Draft, Known};

use super::back;
use super::drafted::drafted;
use crate::priced::{Priced, Says};
use crate::story::Story;

/// The draft that mends the first cause, or why there is none: what the bill finds, else
/// what stood there before somebody changed it.
pub(crate) fn draft(first: Option<&Cause>, story: &Story) -> Known<Draft> {
    let Some(first) = first else {
        return Known::Unknown("nothing has to be mended".to_owned());
    };
    let why = match found(first, &story.priced) {
        Ok(draft) => return Known::Known(draft, "the bill".to_owned()),
        Err(why) => why,
    };
    match back::put_back(first, story) {
        Some(draft) => Known::Known(draft, "what was changed".to_owned()),
        None => Known::Unknown(why),
    }
}

fn found(first: &Cause, priced: &Known<Priced>) -> Result<Draft, String> {
    match (first.class, priced) {
        (CauseClass::MemoryConfig | CauseClass::MemoryLimitOrHostTooSmall, Known::Unknown(why)) => {
            Err(why.clone())
        }
        (CauseClass::MemoryConfig, Known::Known(priced, _)) => lowered(first, priced),
        (CauseClass::MemoryLimitOrHostTooSmall, Known::Known(priced, _)) => Err(format!(
            "no parameter mends it: at this load the configuration needs {}, at most {}",
            Bytes(priced.bill.total.likely_bytes),
            Bytes(priced.bill.total.high_bytes)
        )),
        _ => Err("what mends this cause is no value that follows from a bill".to_owned()),
    }
}

fn lowered(first: &Cause, priced: &Priced) -> Result<Draft, String> {
    if priced.says == Says::Within {
        return Err(format!(
            "by its bill the configuration would have held: {}",
            priced.sum
        ));
    }
    let names: Vec<&str> = first.parameters.iter().map(String::as_str).collect();
    let refused = |refusal: plimsoll_model::Refusal| refusal.why;
    if names.first() == Some(&"max_connections")
        && let Some(sessions) = priced.bill.load_line.sessions.get()
    {
        return fewer(*sessions, priced);
    }
    let hindsight = priced.hindsight();
    let solution = hindsight
        .would_hold(&priced.look, &names)
        .map_err(refused)?;
    let none = "no values hold this load within this limit: fewer sessions, or more memory";
    let solution = solution.filter(|it| !it.values.is_empty()).ok_or(none)?;
    let (values, total) = (solution.values, solution.total);
    let (holds, above) = if total.high_bytes <= limit(priced) {
        ("holds", "")
    } else {
        ("is likely to hold", ", which would be above the limit")
    };
    let mut note = format!(
        "{holds} for {} sessions of this load: {}, at most {}{above}",
        priced.bill.load.sessions,
        Bytes(total.likely_bytes),
        Bytes(total.high_bytes)
    );
    let others = values
        .iter()
        .filter(|(name, _)| !names.contains(&name.as_str()));
    let others: Vec<&str> = others.map(|(name, _)| name.as_str()).collect();
    if !others.is_empty() {
        note.push_str("; the parameter to blame alone does not suffice");
    }
    drafted(priced, &values, note)
}

/// As many sessions as the load line carries.
fn fewer(line: u64, priced: &Priced) -> Result<Draft, String> {
    let carried = line.saturating_sub(1);
    if carried == 0 {
        return Err("no number of sessions holds within this limit".to_owned());
    }
    let values = [("max_connections".to_owned(), carried.to_string())];
    let note = "what comes beyond it is refused: put a pooler before the server".to_owned();
    drafted(priced, &values, note)
}

fn limit(priced: &Priced) -> u64 {
    priced.facts.ceiling_bytes().get().copied().unwrap_or(0)
}
