//! A size of memory and how people read it.

use std::fmt;

/// A size in bytes. Shown in powers of 1024 with the field's usual letters
/// (`64 MB` means 64 × 2^20), exact when exact and rounded to three figures
/// otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bytes(pub u64);

impl Bytes {
    const STEPS: [(u64, &'static str); 6] = [
        (1 << 60, "EB"),
        (1 << 50, "PB"),
        (1 << 40, "TB"),
        (1 << 30, "GB"),
        (1 << 20, "MB"),
        (1 << 10, "kB"),
    ];

    /// Reads `8GiB`, `512MB`, `512 mb`, `2g`, `1.5GiB` or a plain number of
    /// bytes; letters mean powers of 1024 with or without the `i`, as the
    /// container tools read them. `None` for anything else or above 2^64 − 1.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let digits = text
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(text.len());
        let (number, suffix) = text.split_at(digits);
        let shift = match suffix.trim().to_ascii_lowercase().as_str() {
            "" | "b" => 0,
            "k" | "kb" | "kib" => 10,
            "m" | "mb" | "mib" => 20,
            "g" | "gb" | "gib" => 30,
            "t" | "tb" | "tib" => 40,
            "p" | "pb" | "pib" => 50,
            _ => return None,
        };
        if let Ok(whole) = number.parse::<u64>() {
            return whole.checked_mul(1 << shift).map(Self);
        }
        let real = number.parse::<f64>().ok()? * (1u64 << shift) as f64;
        (shift > 0 && real.is_finite() && real < u64::MAX as f64).then_some(Self(real as u64))
    }
}

impl fmt::Display for Bytes {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((step, unit)) = Self::STEPS.into_iter().find(|(step, _)| self.0 >= *step) else {
            return write!(out, "{} B", self.0);
        };
        let whole = self.0 / step;
        if self.0.is_multiple_of(step) {
            return write!(out, "{whole} {unit}");
        }
        let real = self.0 as f64 / step as f64;
        match whole {
            0..=9 => write!(out, "{real:.2} {unit}"),
            10..=99 => write!(out, "{real:.1} {unit}"),
            _ => write!(out, "{real:.0} {unit}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Bytes;

    #[test]
    fn sizes_read_as_container_tools_read_them() {
        let cases = [
            ("8GiB", Some(8 << 30)),
            ("512MB", Some(512 << 20)),
            ("2g", Some(2 << 30)),
            ("1.5 GiB", Some(3 << 29)),
            ("1024", Some(1024)),
            ("0", Some(0)),
            ("-1", None),
            ("1.5", None),
            ("12 parsecs", None),
            ("16777216TiB", None),
            ("", None),
        ];
        for (text, bytes) in cases {
            assert_eq!(Bytes::parse(text), bytes.map(Bytes), "{text}");
        }
    }

    #[test]
    fn sizes_show_exact_or_three_figures() {
        let cases = [
            (0, "0 B"),
            (1023, "1023 B"),
            (64 << 20, "64 MB"),
            ((64 << 20) + (1 << 19), "64.5 MB"),
            ((1 << 30) + (1 << 28), "1.25 GB"),
            ((300 << 20) + 1, "300 MB"),
        ];
        for (bytes, text) in cases {
            assert_eq!(Bytes(bytes).to_string(), text);
        }
    }
}
