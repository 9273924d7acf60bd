//! `DateStyle`: a style and an order, in any case and order, said once each.

use crate::format::postgresql::list::split;
use crate::format::postgresql::refusal::Refusal;

/// The value as the server rewrites it (`ISO, MDY`).
pub(super) fn canonical(text: &[u8]) -> Result<Vec<u8>, Refusal> {
    let said = said(text)?;
    let style = said.style.unwrap_or("ISO");
    let order = said.order.or(said.implied).unwrap_or("MDY");
    Ok(format!("{style}, {order}").into_bytes())
}

/// The value with what it leaves unsaid filled in from the canonical one in
/// force before it; as it was where the server refuses it.
pub(in crate::format::postgresql) fn filled_in(text: &[u8], before: &str) -> Vec<u8> {
    let (Ok(now), Ok(before)) = (said(text), said(before.as_bytes())) else {
        return text.to_vec();
    };
    let words = [
        now.style.or(before.style),
        now.order.or(now.implied).or(before.order),
    ];
    let words: Vec<&str> = words.into_iter().flatten().collect();
    words.join(", ").into_bytes()
}

/// What a value says.
#[derive(Default)]
struct Said {
    style: Option<&'static str>,
    order: Option<&'static str>,
    /// The order that German brings where none is said before it.
    implied: Option<&'static str>,
}

fn said(text: &[u8]) -> Result<Said, Refusal> {
    let words = split(text, true).ok_or_else(|| Refusal::bad("is not a list"))?;
    let mut said = Said::default();
    for word in &words {
        let word = word.to_ascii_lowercase();
        if let Some(style) = style_of(&word) {
            agree(&mut said.style, style)?;
            if style == "German" && said.order.is_none() {
                said.implied = Some("DMY");
            }
        } else if let Some(order) = order_of(&word) {
            agree(&mut said.order, order)?;
        } else if word != b"default" {
            return Err(Refusal::bad(
                "takes ISO, SQL, Postgres or German and YMD, DMY or MDY",
            ));
        }
    }
    Ok(said)
}

fn agree(said: &mut Option<&'static str>, now: &'static str) -> Result<(), Refusal> {
    if said.is_some_and(|before| before != now) {
        return Err(Refusal::bad("says two things that exclude each other"));
    }
    *said = Some(now);
    Ok(())
}

fn style_of(word: &[u8]) -> Option<&'static str> {
    match word {
        b"iso" => Some("ISO"),
        b"sql" => Some("SQL"),
        b"german" => Some("German"),
        _ if word.starts_with(b"postgres") => Some("Postgres"),
        _ => None,
    }
}

fn order_of(word: &[u8]) -> Option<&'static str> {
    match word {
        b"ymd" => Some("YMD"),
        b"dmy" => Some("DMY"),
        b"mdy" | b"us" => Some("MDY"),
        _ if word.starts_with(b"euro") => Some("DMY"),
        _ if word.starts_with(b"noneuro") => Some("MDY"),
        _ => None,
    }
}
