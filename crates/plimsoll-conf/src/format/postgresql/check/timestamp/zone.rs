//! Time zones: offsets, and what can be the name of one. Knows neither which
//! files the machine has nor what time a zone shows.
//!
//! Facts: `DecodeTimezone` of datetime.c, `tzparse` of localtime.c.

use super::clock::leading;

/// Hours that an offset has at most (`MAX_TZDISP_HOUR`).
const HOURS_MAX: i32 = 15;

/// The hours of a rule that a name is, at most: a week.
const RULE_HOURS_MAX: i32 = 167;

/// Names of files with two letters (IANA's `backward`).
const SHORT: [&[u8]; 2] = [b"gb", b"nz"];

/// Abbreviations of the set Default (timezonesets of PostgreSQL 18) that no
/// file has as its name.
const ABBREVIATIONS: &str = "\
    acdt acsst acst act acwst adt aedt aesst aest aft akdt akst almst almt amst amt anast anat \
    art arst ast awsst awst azost azot azst azt bdst bdt bnt bort bot bra brst brt bst btt cadt \
    cast cct cdt cest cetdst chadt chast chut ckt clst clt cot cst cxt davt ddut easst east eat \
    edt eest eetdst egst egt fet fjst fjt fkst fkt fnst fnt galt gamt gest get gft gilt gyt hkt \
    ict idt iot irkst irkt irt ist jayt jst kdt kgst kgt kost krast krat kst lhdt lhst ligt lint \
    lkt magst magt mart mawt mdt mest mesz metdst mez mht mmt mpt msd msk must mut mvt myt ndt \
    nft novst novt npt nst nut nzdt nzst nzt omsst omst pdt pet petst pett pgt phot pht pkst pkt \
    pmdt pmst pont pst pwt pyst pyt ret sadt sast sct sgt taht tft tjt tkt tmt tot trut tvt ulast \
    ulat uyst uyt uzst uzt vet vlast vlat volt vut wadt wakt wast wat wdt wetdst wft wgst wgt xjt \
    yakst yakt yapt yekst yekt";

/// Seconds east of Greenwich: a sign and hours, with minutes and seconds behind
/// colons, or minutes behind two digits at once.
pub(super) fn offset(text: &[u8]) -> Option<i32> {
    let (sign, digits) = text.split_first()?;
    let sign = match sign {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let (mut hours, mut rest) = leading(digits)?;
    let (mut minutes, mut seconds) = (0, 0);
    if let Some(behind) = rest.strip_prefix(b":") {
        (minutes, rest) = leading(behind)?;
        if let Some(behind) = rest.strip_prefix(b":") {
            (seconds, rest) = leading(behind)?;
        }
    } else if rest.is_empty() && text.len() > 3 {
        (hours, minutes) = (hours / 100, hours % 100);
    }
    let is_there = (0..=HOURS_MAX).contains(&hours)
        && (0..60).contains(&minutes)
        && (0..60).contains(&seconds)
        && rest.is_empty();
    is_there.then_some(sign * ((hours * 60 + minutes) * 60 + seconds))
}

/// Whether a zone may go by this name, in lower case: that of a file, or a rule
/// of its own (`utc+3`).
pub(super) fn may_be_named(name: &[u8]) -> bool {
    is_rule(name) || is_path(name)
}

/// Whether a word is an abbreviation alone.
pub(super) fn is_abbreviation(word: &[u8]) -> bool {
    let mut known = ABBREVIATIONS.split_ascii_whitespace();
    known.any(|known| known.as_bytes() == word)
}

/// Names with digits but without a folder are rules too.
fn is_path(name: &[u8]) -> bool {
    let mut parts = name.split(|byte| *byte == b'/');
    let is_nested = name.contains(&b'/');
    let belongs = |byte: &u8| {
        byte.is_ascii_alphabetic()
            || matches!(byte, b'-' | b'_')
            || is_nested && (byte.is_ascii_digit() || *byte == b'+')
    };
    let is_long = name.len() >= 3 || SHORT.contains(&name);
    let starts = name.first().is_some_and(u8::is_ascii_alphabetic);
    let is_part = |part: &[u8]| !part.is_empty() && part.iter().all(belongs);
    starts && is_long && !is_abbreviation(name) && parts.all(is_part)
}

/// A zone's letters and its offset, and those of its summer time.
fn is_rule(name: &[u8]) -> bool {
    let Some(rest) = letters(name).and_then(rule_offset) else {
        return false;
    };
    if rest.is_empty() {
        return true;
    }
    match letters(rest) {
        Some([]) => true,
        Some(rest) => rule_offset(rest).is_some_and(<[u8]>::is_empty),
        None => false,
    }
}

/// What follows a name, which goes on to a digit, a sign or a comma.
fn letters(text: &[u8]) -> Option<&[u8]> {
    let ends = |byte: &u8| byte.is_ascii_digit() || b",-+".contains(byte);
    let end = text.iter().position(ends).unwrap_or(text.len());
    (end > 0).then(|| &text[end..])
}

/// What follows an offset.
fn rule_offset(text: &[u8]) -> Option<&[u8]> {
    let digits = match text.split_first() {
        Some((b'-' | b'+', rest)) => rest,
        Some(_) | None => text,
    };
    let mut rest = bounded(digits, RULE_HOURS_MAX)?;
    for max in [59, 60] {
        match rest.strip_prefix(b":") {
            Some(behind) => rest = bounded(behind, max)?,
            None => break,
        }
    }
    Some(rest)
}

/// What follows a number of at most `max`.
fn bounded(text: &[u8], max: i32) -> Option<&[u8]> {
    let starts = text.first().is_some_and(u8::is_ascii_digit);
    let (number, rest) = leading(text)?;
    (starts && number <= max).then_some(rest)
}
