//! The formulas that a parameter group may have for a value, worked out for one
//! instance: `{DBInstanceClassMemory/32768}`, `LEAST({…},5000)`,
//! `"{DBInstanceVCPU} > 2"`. It knows no parameter.
//!
//! Source: Amazon RDS user guide, "Specifying DB parameters": formulas stand in
//! braces, divide and multiply whole numbers and cut off what is behind the
//! point; `log` is to the base of 2. That a logarithm is a whole number itself,
//! the nearest one, is what the guide's table of `max_connections` by class says
//! (Aurora MySQL: 6000 for a db.r5.12xlarge, where log(50.4) = 5.65); that its
//! argument keeps its fraction is needed for classes below the divisor, whose
//! logarithm is negative.

use std::cmp::Ordering;

use crate::Instance;

/// A longer text is no formula.
const LENGTH_BYTES_MAX: usize = 1000;
/// Deeper nesting is none either.
const DEPTH_MAX: u32 = 16;
/// Up to here every whole number is one of the numbers reckoned with.
const EXACT_MAX: f64 = (1u64 << 53) as f64;

/// Why a formula has no outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Lacking {
    /// It asks for the memory.
    Memory,
    /// It asks for the processors.
    Cpus,
    /// It asks for what only Amazon knows of the instance: its port, its
    /// volume, whether it is a replica.
    Instance,
    /// It is no formula, or one that divides by nothing.
    Sense,
}

/// Whether a text begins or ends like a formula; a text that must be a number may
/// then be one.
pub(super) fn is_formula(text: &str) -> bool {
    let upper = text.trim_start().to_ascii_uppercase();
    let mut functions = ["GREATEST(", "LEAST(", "SUM(", "IF("].iter();
    text.contains('{') || functions.any(|function| upper.starts_with(function))
}

/// What a formula comes to on an instance.
pub(super) fn outcome(text: &str, instance: Instance) -> Result<i128, Lacking> {
    if text.len() > LENGTH_BYTES_MAX {
        return Err(Lacking::Sense);
    }
    let text = text.trim().trim_matches('"');
    let mut reader = Reader {
        rest: text.trim(),
        instance,
        depth: 0,
        in_log: false,
    };
    let number = reader.comparison()?;
    let is_whole = number.fract() == 0.0 && number.abs() <= EXACT_MAX;
    if reader.rest.is_empty() && is_whole {
        Ok(number as i128)
    } else {
        Err(Lacking::Sense)
    }
}

/// What is left of the text.
struct Reader<'a> {
    rest: &'a str,
    instance: Instance,
    depth: u32,
    /// Under a logarithm fractions are kept.
    in_log: bool,
}

type Number = Result<f64, Lacking>;

impl Reader<'_> {
    /// Takes a sign, and the blanks around it.
    fn takes(&mut self, sign: &str) -> bool {
        match self.rest.strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest.trim_start();
                true
            }
            None => false,
        }
    }

    fn expect(&mut self, sign: &str) -> Result<(), Lacking> {
        self.takes(sign).then_some(()).ok_or(Lacking::Sense)
    }

    /// A number, or 1 or 0 for whether one is larger or smaller than another.
    fn comparison(&mut self) -> Number {
        let one = self.product()?;
        let mut signs = [">=", "=>", "<=", "=<", ">", "<"].into_iter();
        let Some(sign) = signs.find(|sign| self.takes(sign)) else {
            return Ok(one);
        };
        let order = one.partial_cmp(&self.product()?);
        let holds = match order {
            Some(Ordering::Greater) => sign.contains('>'),
            Some(Ordering::Less) => sign.contains('<'),
            Some(Ordering::Equal) => sign.contains('='),
            None => return Err(Lacking::Sense),
        };
        Ok(f64::from(holds))
    }

    fn product(&mut self) -> Number {
        let mut number = self.term()?;
        loop {
            let next = if self.takes("*") {
                number * self.term()?
            } else if self.takes("/") {
                let divisor = self.term()?;
                if divisor == 0.0 {
                    return Err(Lacking::Sense);
                }
                number / divisor
            } else {
                return Ok(number);
            };
            number = if self.in_log { next } else { next.trunc() };
        }
    }

    fn term(&mut self) -> Number {
        if self.depth == DEPTH_MAX {
            return Err(Lacking::Sense);
        }
        self.depth += 1;
        // The guide writes some formulas with a dollar in front.
        let number = if self.takes("${") || self.takes("{") {
            self.within("}")
        } else if self.takes("(") {
            self.within(")")
        } else if self.takes("-") {
            self.term().map(|number| -number)
        } else {
            self.word()
        };
        self.depth -= 1;
        number
    }

    fn within(&mut self, end: &str) -> Number {
        let number = self.comparison()?;
        self.expect(end)?;
        Ok(number)
    }

    /// A number, a variable or a function.
    fn word(&mut self) -> Number {
        let end = self.rest.find(|c: char| !c.is_ascii_alphanumeric());
        let (word, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest.trim_start();
        if let Ok(number) = word.parse::<u64>() {
            return Ok(number as f64);
        }
        if self.takes("(") {
            return self.function(&word.to_ascii_uppercase());
        }
        let number = match word {
            "DBInstanceClassMemory" => self.instance.memory_bytes.ok_or(Lacking::Memory)?,
            "DBInstanceVCPU" => self.instance.cpus.map(u64::from).ok_or(Lacking::Cpus)?,
            "" => return Err(Lacking::Sense),
            _ => return Err(Lacking::Instance),
        };
        Ok(number as f64)
    }

    fn function(&mut self, name: &str) -> Number {
        if name == "LOG" {
            let outer = std::mem::replace(&mut self.in_log, true);
            let argument = self.within(")");
            self.in_log = outer;
            let argument = argument?;
            return if argument > 0.0 {
                Ok(argument.log2().round())
            } else {
                Err(Lacking::Sense)
            };
        }
        let mut arguments = vec![self.comparison()?];
        while self.takes(",") {
            arguments.push(self.comparison()?);
        }
        self.expect(")")?;
        let all = arguments.iter().copied();
        match (name, arguments.as_slice()) {
            ("GREATEST", _) => Ok(all.fold(f64::NEG_INFINITY, f64::max)),
            ("LEAST", _) => Ok(all.fold(f64::INFINITY, f64::min)),
            ("SUM", _) => Ok(all.sum()),
            ("IF", [condition, then, other]) => Ok(if *condition == 0.0 { *other } else { *then }),
            _ => Err(Lacking::Sense),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Lacking, is_formula, outcome};
    use crate::Instance;

    const GIB: u64 = 1 << 30;

    fn on(text: &str, memory_gib: u64) -> Result<i128, Lacking> {
        let instance = Instance {
            memory_bytes: Some(memory_gib * GIB),
            cpus: Some(4),
        };
        outcome(text, instance)
    }

    #[test]
    fn formulas_come_to_what_the_guide_says() {
        let cases = [
            ("{DBInstanceClassMemory/32768}", 16, 524_288),
            ("{DBInstanceClassMemory*3/4}", 8, 6 << 30),
            ("LEAST({DBInstanceClassMemory/9531392}, 5000)", 16, 1802),
            ("LEAST({DBInstanceClassMemory/9531392},5000)", 512, 5000),
            (
                "GREATEST({DBInstanceClassMemory*1024/63963136},65536)",
                16,
                275_036,
            ),
            (
                "GREATEST({DBInstanceClassMemory/63963136*1024},65536)",
                16,
                274_432,
            ),
            ("SUM({DBInstanceClassMemory/12038},-50003)", 16, 1_377_133),
            ("greatest(${DBInstanceVCPU*2},8)", 1, 8),
            ("{log(DBInstanceClassMemory/1073741824)*10}", 8, 30),
            ("\"{DBInstanceVCPU} > 2\"", 1, 1),
            ("{DBInstanceVCPU} =< 3", 1, 0),
            ("IF({DBInstanceVCPU} >= 4, 7, 8)", 1, 7),
        ];
        for (text, memory_gib, expected) in cases {
            assert_eq!(on(text, memory_gib), Ok(expected), "{text}");
        }
    }

    /// The guide's table of `max_connections` by class, Aurora MySQL.
    #[test]
    fn a_logarithm_is_the_nearest_whole_number() {
        let text = "GREATEST({log(DBInstanceClassMemory/805306368)*45},\
                    {log(DBInstanceClassMemory/8187281408)*1000})";
        let classes = [
            (2, 45),
            (4, 90),
            (8, 135),
            (16, 1000),
            (32, 2000),
            (128, 4000),
            (384, 6000),
            (512, 6000),
            (768, 7000),
        ];
        for (memory_gib, expected) in classes {
            assert_eq!(on(text, memory_gib), Ok(expected), "{memory_gib}");
        }
        let limit = "GREATEST({log(DBInstanceClassMemory/21474836480)*600},200)";
        assert_eq!(on(limit, 2), Ok(200));
        assert_eq!(on(limit, 64), Ok(1200));
    }

    #[test]
    fn what_is_lacking_is_said() {
        let nothing = Instance::default();
        let cases = [
            ("{DBInstanceClassMemory/32768}", Lacking::Memory),
            ("GREATEST({DBInstanceVCPU/2},8)", Lacking::Cpus),
            ("{EndPointPort}", Lacking::Instance),
            ("{dbinstanceclassmemory}", Lacking::Instance),
            ("{1/0}", Lacking::Sense),
            ("{log(0)}", Lacking::Sense),
            ("LEAST()", Lacking::Sense),
            ("LEAST(1,,2)", Lacking::Sense),
            ("MOST(1)", Lacking::Sense),
            ("IF(1,2)", Lacking::Sense),
            ("{1", Lacking::Sense),
            ("{1} {2}", Lacking::Sense),
            ("{9007199254740993*2}", Lacking::Sense),
            ("{}", Lacking::Sense),
        ];
        for (text, lacking) in cases {
            assert_eq!(outcome(text, nothing), Err(lacking), "{text}");
        }
        let deep = format!("{}1{}", "{".repeat(400), "}".repeat(400));
        assert_eq!(outcome(&deep, nothing), Err(Lacking::Sense));
        assert_eq!(outcome(&"-".repeat(2000), nothing), Err(Lacking::Sense));
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(text in "[{}()*/,<>=$ -]{0,6}(log|SUM|IF|DBInstanceVCPU|9{1,20})?[{}()*/,<>=0-9]{0,9}") {
            let _ = on(&text, 16);
            let _ = outcome(&text, Instance::default());
        }
    }

    #[test]
    fn numbers_and_words_are_no_formulas() {
        assert!(is_formula("least(1,2)") && is_formula("{EndPointPort}"));
        assert!(!is_formula("16384") && !is_formula("OFF") && !is_formula("%t:%r:"));
    }
}
