//! A place in a text that figures and words are taken from. Knows no form of
//! times but the clock's.

/// A time of day.
#[derive(Clone, Copy)]
pub(super) struct Clockface {
    pub(super) hour: u32,
    pub(super) minute: u32,
    /// To 60: a leap second.
    pub(super) second: u32,
    pub(super) nanos: i32,
}

/// A place in a text.
pub(super) struct Cursor<'a> {
    text: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) const fn new(text: &'a [u8]) -> Self {
        Self { text, at: 0 }
    }

    /// How far it is from the beginning, in bytes.
    pub(super) const fn at(&self) -> usize {
        self.at
    }

    /// Goes back to where it was.
    pub(super) const fn back_to(&mut self, at: usize) {
        self.at = at;
    }

    /// What stands next.
    pub(super) fn next(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    /// This byte.
    pub(super) fn byte(&mut self, byte: u8) -> Option<()> {
        (self.next()? == byte).then(|| self.at += 1)
    }

    /// One of these bytes: which.
    pub(super) fn any(&mut self, bytes: &[u8]) -> Option<u8> {
        let next = self.next().filter(|next| bytes.contains(next))?;
        self.at += 1;
        Some(next)
    }

    /// One of these words: which, counted from one.
    pub(super) fn one_of(&mut self, words: &[&[u8]]) -> Option<u32> {
        let rest = &self.text[self.at..];
        let index = words.iter().position(|word| rest.starts_with(word))?;
        self.at += words[index].len();
        u32::try_from(index + 1).ok()
    }

    /// The letters that stand next; it does not go past them.
    pub(super) fn letters(&self) -> &'a [u8] {
        let rest = &self.text[self.at..];
        let end = rest.iter().position(|byte| !byte.is_ascii_alphabetic());
        &rest[..end.unwrap_or(rest.len())]
    }

    /// Any blanks.
    pub(super) fn blanks(&mut self) {
        while self.byte(b' ').is_some() {}
    }

    /// A number of so many figures.
    pub(super) fn figures(&mut self, count: usize) -> Option<u32> {
        let figures = self.text.get(self.at..self.at + count)?;
        let number = figures.iter().try_fold(0, |number: u32, byte| {
            let figure = byte.is_ascii_digit().then(|| u32::from(byte - b'0'))?;
            Some(number * 10 + figure)
        })?;
        self.at += count;
        Some(number)
    }

    /// A number of two figures, or of one behind a blank.
    pub(super) fn padded(&mut self) -> Option<u32> {
        let figures = if self.byte(b' ').is_some() { 1 } else { 2 };
        self.figures(figures)
    }

    /// All figures that stand next, at most nineteen: how many and their number.
    pub(super) fn number(&mut self) -> Option<(usize, u64)> {
        let rest = &self.text[self.at..];
        let end = rest.iter().position(|byte| !byte.is_ascii_digit());
        let figures = &rest[..end.unwrap_or(rest.len())];
        if figures.is_empty() || figures.len() > 19 {
            return None;
        }
        self.at += figures.len();
        let digits = figures.iter().map(|byte| u64::from(byte - b'0'));
        Some((
            figures.len(),
            digits.fold(0, |number, digit| number * 10 + digit),
        ))
    }

    /// Nanoseconds behind a point or a comma; 0 where none stand there. What is
    /// finer is left out.
    pub(super) fn fraction(&mut self) -> i32 {
        let rest = &self.text[self.at..];
        let Some(figures) = rest.strip_prefix(b".").or_else(|| rest.strip_prefix(b",")) else {
            return 0;
        };
        let count = figures
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        // Behind a comma a column may begin: a fraction has at least three figures there.
        if count == 0 || rest[0] == b',' && count < 3 {
            return 0;
        }
        self.at += 1 + count;
        let digits = figures[..count].iter().chain(std::iter::repeat(&b'0'));
        digits
            .take(9)
            .fold(0, |nanos, byte| nanos * 10 + i32::from(byte - b'0'))
    }

    /// `10:00:00`, ` 9:00:00`, with a fraction or without.
    pub(super) fn clockface(&mut self) -> Option<Clockface> {
        let hour = self.padded()?;
        self.byte(b':')?;
        let minute = self.figures(2)?;
        self.byte(b':')?;
        let second = self.figures(2)?;
        let is_time = hour < 24 && minute < 60 && second <= 60;
        is_time.then(|| Clockface {
            hour,
            minute,
            second,
            nanos: self.fraction(),
        })
    }
}
