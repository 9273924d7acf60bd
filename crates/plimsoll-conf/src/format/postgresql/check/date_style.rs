//! `DateStyle`: a style and an order, in any case and order, said once each.

use super::Refusal;
use crate::format::postgresql::list::split;

/// The value as the server rewrites it (`ISO, MDY`).
pub(super) fn canonical(text: &[u8]) -> Result<Vec<u8>, Refusal> {
    let words = split(text, true).ok_or_else(|| Refusal::bad("is not a list"))?;
    let mut style: Option<&str> = None;
    let mut order: Option<&str> = None;
    // What GERMAN brings where no order is said; unsaid, the built-in order.
    let mut implied = "MDY";
    for word in &words {
        let word = word.to_ascii_lowercase();
        if let Some(said) = style_of(&word) {
            agree(&mut style, said)?;
            if said == "German" && order.is_none() {
                implied = "DMY";
            }
        } else if let Some(said) = order_of(&word) {
            agree(&mut order, said)?;
        } else if word != b"default" {
            return Err(Refusal::bad(
                "takes ISO, SQL, Postgres or German and YMD, DMY or MDY",
            ));
        }
    }
    let style = style.unwrap_or("ISO");
    let order = order.unwrap_or(implied);
    Ok(format!("{style}, {order}").into_bytes())
}

fn agree<'a>(said: &mut Option<&'a str>, now: &'a str) -> Result<(), Refusal> {
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
