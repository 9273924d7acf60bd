use super::{Fault, integer, real};
use plimsoll_model::Unit;

#[test]
fn whole_numbers_read_as_strtol_and_strtod_read_them() {
    use Fault::{BeyondInteger, NotANumber, UnitNotTaken};
    let cases: &[(&str, Result<i32, Fault>)] = &[
        ("100", Ok(100)),
        ("0144", Ok(100)),
        ("0x400", Ok(1024)),
        ("0X1f", Ok(31)),
        ("1e3", Ok(1000)),
        ("1.5", Ok(2)),
        ("2.5", Ok(2)),
        ("0144.5", Ok(144)),
        ("0x1F.8", Ok(32)),
        (".5", Ok(0)),
        (" 7 ", Ok(7)),
        ("-1", Ok(-1)),
        ("+7", Ok(7)),
        ("-.5", Err(NotANumber)),
        (" .5", Err(NotANumber)),
        ("08", Err(UnitNotTaken)),
        ("0x", Err(UnitNotTaken)),
        ("e5", Err(NotANumber)),
        ("", Err(NotANumber)),
        ("inf", Err(NotANumber)),
        ("1e400", Err(NotANumber)),
        ("2147483648", Err(BeyondInteger)),
        ("2147483647.4", Ok(i32::MAX)),
        ("99999999999999999999", Err(BeyondInteger)),
        ("10 x", Err(UnitNotTaken)),
        ("1\0x", Ok(1)),
    ];
    for (text, expected) in cases {
        assert_eq!(integer(text.as_bytes(), None), *expected, "{text:?}");
    }
}

#[test]
fn units_are_exact_in_case_and_round_to_the_next_smaller() {
    let cases: &[(&str, Unit, Result<i32, Fault>)] = &[
        ("64MB", Unit::KB, Ok(65536)),
        ("64 MB", Unit::KB, Ok(65536)),
        ("64MB ", Unit::KB, Ok(65536)),
        ("4mb", Unit::KB, Err(Fault::WrongUnit)),
        ("4096KB", Unit::KB, Err(Fault::WrongUnit)),
        ("4MiB", Unit::KB, Err(Fault::WrongUnit)),
        ("4MB x", Unit::KB, Err(Fault::WrongUnit)),
        ("1.5MB", Unit::KB, Ok(1536)),
        ("0.0001GB", Unit::KB, Ok(0)),
        ("1023B", Unit::KB, Ok(1)),
        ("511B", Unit::KB, Ok(0)),
        ("1GB", Unit::Blocks8KB, Ok(131_072)),
        ("12kB", Unit::Blocks8KB, Ok(2)),
        ("1GB", Unit::MB, Ok(1024)),
        ("1TB", Unit::B, Err(Fault::BeyondInteger)),
        ("30.1GB", Unit::MB, Ok(30822)),
        ("0.5d", Unit::S, Ok(43200)),
        ("90s", Unit::Min, Ok(2)),
        ("1500us", Unit::Ms, Ok(2)),
        ("2h", Unit::Ms, Ok(7_200_000)),
        ("1 min", Unit::Ms, Ok(60_000)),
        ("1m", Unit::Ms, Err(Fault::WrongUnit)),
    ];
    for (text, unit, expected) in cases {
        assert_eq!(integer(text.as_bytes(), Some(*unit)), *expected, "{text:?}");
    }
}

#[test]
fn fractions_read_as_strtod_reads_them() {
    let cases: &[(&str, Option<Unit>, Result<f64, Fault>)] = &[
        ("1.1", None, Ok(1.1)),
        ("010", None, Ok(10.0)),
        ("0x10", None, Ok(16.0)),
        ("-.5", None, Ok(-0.5)),
        ("1e-2", None, Ok(0.01)),
        ("2ms", Some(Unit::Ms), Ok(2.0)),
        ("500us", Some(Unit::Ms), Ok(0.5)),
        ("nan", None, Err(Fault::NotANumber)),
        ("1e-400", None, Err(Fault::NotANumber)),
        ("0e-400", None, Ok(0.0)),
        (".", None, Err(Fault::NotANumber)),
        ("1x", None, Err(Fault::UnitNotTaken)),
        ("inf", None, Ok(f64::INFINITY)),
    ];
    for (text, unit, expected) in cases {
        assert_eq!(real(text.as_bytes(), *unit), *expected, "{text:?}");
    }
}
