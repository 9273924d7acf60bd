//! TOML with places: the parser's own spanned tree, in our words.

use plimsoll_model::{Problem, ProblemKind};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::lines::{DEPTH_MAX, Lines};
use super::node::{Data, Field, Node};

pub(super) fn parse(text: &str, lines: &Lines<'_>) -> Result<Node, Problem> {
    let table = DeTable::parse(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let message = error
            .message()
            .lines()
            .next()
            .unwrap_or_default()
            .to_owned();
        lines.problem(
            at,
            ProblemKind::Syntax,
            format!("this is not TOML from here on: {message}"),
        )
    })?;
    Ok(Node {
        place: lines.place(0),
        data: Data::Table(fields(table.get_ref(), lines, 0)?),
    })
}

fn fields(table: &DeTable<'_>, lines: &Lines<'_>, depth: usize) -> Result<Vec<Field>, Problem> {
    let mut fields = table
        .iter()
        .map(|(name, value)| {
            let field = Field {
                name: name.get_ref().to_string(),
                place: lines.place(name.span().start),
                node: node(value, lines, depth + 1)?,
            };
            Ok((name.span().start, field))
        })
        .collect::<Result<Vec<_>, Problem>>()?;
    fields.sort_by_key(|(at, _)| *at);
    Ok(fields.into_iter().map(|(_, field)| field).collect())
}

fn node(value: &Spanned<DeValue<'_>>, lines: &Lines<'_>, depth: usize) -> Result<Node, Problem> {
    let at = value.span().start;
    if depth > DEPTH_MAX {
        return Err(lines.too_deep(at));
    }
    let data = match value.get_ref() {
        DeValue::String(text) => Data::Text(text.to_string()),
        DeValue::Integer(number) => i128::from_str_radix(number.as_str(), number.radix())
            .map_or(Data::Real(f64::INFINITY), Data::Int),
        DeValue::Float(number) => Data::Real(number.as_str().parse().unwrap_or(f64::INFINITY)),
        DeValue::Boolean(on) => Data::Bool(*on),
        DeValue::Datetime(date) => Data::Text(date.to_string()),
        DeValue::Array(items) => Data::List(
            items
                .iter()
                .map(|item| node(item, lines, depth + 1))
                .collect::<Result<_, _>>()?,
        ),
        DeValue::Table(table) => Data::Table(fields(table, lines, depth)?),
    };
    let place = lines.place(at);
    Ok(Node { place, data })
}
