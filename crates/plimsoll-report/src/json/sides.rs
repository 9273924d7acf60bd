//! `plimsoll.diff/1`.

use serde::Serialize;

use super::bill::BillJson;
use super::{Unknown, written};
use crate::{Side, Sides};

const SCHEMA: &str = "plimsoll.diff/1";

/// What differs, and both bills.
pub fn sides(sides: &Sides) -> String {
    let differences = sides.differences.iter().map(|differs| {
        let value = |side: &'_ Option<(String, String)>| side.as_ref().map(|it| it.0.clone());
        let source = |side: &'_ Option<(String, String)>| side.as_ref().map(|it| it.1.clone());
        DifferenceJson {
            parameter: &differs.parameter,
            a: value(&differs.one),
            a_source: source(&differs.one),
            b: value(&differs.other),
            b_source: source(&differs.other),
        }
    });
    written(&DiffJson {
        schema: SCHEMA,
        a: SideJson::of(&sides.one),
        b: SideJson::of(&sides.other),
        differences: differences.collect(),
    })
}

#[derive(Serialize)]
struct DiffJson<'a> {
    schema: &'static str,
    a: SideJson<'a>,
    b: SideJson<'a>,
    differences: Vec<DifferenceJson<'a>>,
}

#[derive(Serialize)]
struct SideJson<'a> {
    path: &'a str,
    server: &'a str,
    bill: Option<BillJson<'a>>,
    #[serde(skip_serializing_if = "Unknown::is_empty")]
    unknown: Unknown,
}

impl<'a> SideJson<'a> {
    fn of(side: &'a Side) -> Self {
        let mut unknown = Unknown::new();
        if let Err(why) = &side.bill {
            unknown.insert("bill", why.clone());
        }
        Self {
            path: &side.name,
            server: &side.server,
            bill: side.bill.as_ref().ok().map(BillJson::of),
            unknown,
        }
    }
}

#[derive(Serialize)]
struct DifferenceJson<'a> {
    parameter: &'a str,
    a: Option<String>,
    a_source: Option<String>,
    b: Option<String>,
    b_source: Option<String>,
}
