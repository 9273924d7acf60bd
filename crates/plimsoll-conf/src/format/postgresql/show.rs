//! Numbers as SHOW and `postgres -C` print them. Knows the few parameters
//! that the server shows in octal, no other.

use plimsoll_model::Unit;

use super::number::units;

/// Shown in octal by SHOW, though not by `postgres -C`.
const OCTAL: [&str; 3] = [
    "data_directory_mode",
    "log_file_mode",
    "unix_socket_permissions",
];

/// A whole number as SHOW prints it: in the largest unit that divides it.
pub(crate) fn integer(name: &str, number: i128, unit: Option<Unit>) -> String {
    if OCTAL.contains(&name) {
        return format!("{number:04o}");
    }
    let table = unit.map(units).unwrap_or_default();
    let fits = |(_, size): &&(&str, f64)| *size <= 1.0 || number % (*size as i128) == 0;
    match table.iter().find(fits) {
        Some((name, size)) if number > 0 => {
            let count = (number as f64 / size).round_ties_even();
            format!("{count:.0}{name}")
        }
        Some(_) | None => number.to_string(),
    }
}

/// A fraction as SHOW prints it: in the largest unit that makes it whole, else
/// in the smallest.
pub(crate) fn real(number: f64, unit: Option<Unit>) -> String {
    let table = unit.map(units).unwrap_or_default();
    let whole = |(_, size): &&(&str, f64)| {
        let count = number / size;
        count > 0.0 && (count.round_ties_even() / count - 1.0).abs() <= 1e-8
    };
    match table.iter().find(whole).or(table.last()) {
        Some((name, size)) if number > 0.0 => format!("{}{name}", general(number / size)),
        Some(_) | None => general(number),
    }
}

/// C's `%g`: six significant digits, an exponent where the number is below
/// 0.0001 or has more digits than six, no zeros at the end.
pub(super) fn general(number: f64) -> String {
    if !number.is_finite() {
        return format!("{number}").to_lowercase();
    }
    let scientific = format!("{number:.5e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..6).contains(&exponent) {
        let places = usize::try_from(5 - exponent).unwrap_or(0);
        return trim(&format!("{number:.places$}"));
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{}e{sign}{:02}", trim(mantissa), exponent.abs())
}

fn trim(digits: &str) -> String {
    if digits.contains('.') {
        digits
            .trim_end_matches('0')
            .trim_end_matches('.')
            .to_owned()
    } else {
        digits.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{general, integer, real};
    use plimsoll_model::Unit;

    #[test]
    fn numbers_show_as_the_server_shows_them() {
        let cases = [
            (65536, Some(Unit::KB), "64MB"),
            (65537, Some(Unit::KB), "65537kB"),
            (16384, Some(Unit::Blocks8KB), "128MB"),
            (3, Some(Unit::Blocks8KB), "24kB"),
            (300, Some(Unit::S), "5min"),
            (1024, Some(Unit::MB), "1GB"),
            (0, Some(Unit::KB), "0"),
            (-1, Some(Unit::KB), "-1"),
            (100, None, "100"),
        ];
        for (number, unit, shown) in cases {
            assert_eq!(integer("x", number, unit), shown);
        }
        assert_eq!(integer("log_file_mode", 384, None), "0600");
        assert_eq!(real(2.0, Some(Unit::Ms)), "2ms");
        assert_eq!(real(0.5, Some(Unit::Ms)), "500us");
        assert_eq!(real(0.0, Some(Unit::Ms)), "0");
    }

    #[test]
    fn fractions_show_as_c_shows_them() {
        let cases = [
            (1.1, "1.1"),
            (0.0, "0"),
            (4.0, "4"),
            (100_000.0, "100000"),
            (1_000_000.0, "1e+06"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (123_456_789.0, "1.23457e+08"),
            (0.1 + 0.2, "0.3"),
            (999_999.9, "1e+06"),
            (f64::MAX, "1.79769e+308"),
            (-0.5, "-0.5"),
        ];
        for (number, shown) in cases {
            assert_eq!(general(number), shown);
        }
    }
}
