//! The words of time stamps. Knows no zones: their names are the server's files.

/// What a word in front says of the number behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
    Julian,
    /// `T`: what follows is a time of day.
    Time,
    /// A unit that is never read.
    Other,
}

/// A word of the server's table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    Ignored,
    Month(i32),
    Weekday,
    Am,
    Pm,
    Ad,
    Bc,
    /// Moves the zone before it to summer time.
    Summer,
    Label(Label),
    Now,
    /// Today and its neighbours.
    Today,
    /// Midnight, as `allballs`.
    Midnight,
    /// No time of the calendar: the epoch and the ends of time.
    Reserved,
}

/// Three letters that begin each month, and the other spellings of some.
const MONTHS: [&[&str]; 12] = [
    &["jan", "january"],
    &["feb", "february"],
    &["mar", "march"],
    &["apr", "april"],
    &["may"],
    &["jun", "june"],
    &["jul", "july"],
    &["aug", "august"],
    &["sep", "sept", "september"],
    &["oct", "october"],
    &["nov", "november"],
    &["dec", "december"],
];

const WEEKDAYS: [&str; 18] = [
    "sun",
    "sunday",
    "mon",
    "monday",
    "tue",
    "tues",
    "tuesday",
    "wed",
    "weds",
    "wednesday",
    "thu",
    "thur",
    "thurs",
    "thursday",
    "fri",
    "friday",
    "sat",
    "saturday",
];

/// The word that these lowered letters are.
pub(super) fn word(text: &[u8]) -> Option<Word> {
    let text = std::str::from_utf8(text).ok()?;
    let is_month = |spellings: &&[&str]| spellings.contains(&text);
    if let Some(month) = MONTHS.iter().position(is_month) {
        return i32::try_from(month + 1).ok().map(Word::Month);
    }
    if WEEKDAYS.contains(&text) {
        return Some(Word::Weekday);
    }
    Some(match text {
        "at" | "on" => Word::Ignored,
        "am" => Word::Am,
        "pm" => Word::Pm,
        "ad" => Word::Ad,
        "bc" => Word::Bc,
        "dst" => Word::Summer,
        "now" => Word::Now,
        "today" | "tomorrow" | "yesterday" => Word::Today,
        "allballs" => Word::Midnight,
        "epoch" | "infinity" | "-infinity" => Word::Reserved,
        other => Word::Label(label(other)?),
    })
}

fn label(text: &str) -> Option<Label> {
    Some(match text {
        "y" => Label::Year,
        "m" => Label::Month,
        "d" => Label::Day,
        "h" => Label::Hour,
        "mm" => Label::Minute,
        "s" => Label::Second,
        "j" | "jd" | "julian" => Label::Julian,
        "t" => Label::Time,
        "dow" | "doy" | "isodow" | "isoyear" => Label::Other,
        _ => return None,
    })
}
