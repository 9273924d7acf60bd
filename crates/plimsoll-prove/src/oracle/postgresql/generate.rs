//! Configurations out of a sequence of choices: every parameter of a series,
//! every way to write it, includes, postgresql.auto.conf, arguments, wrong
//! lines and wrong bytes.

use plimsoll_conf::catalogue::{Context, Parameter, Series, Span, parameters};
use plimsoll_model::Engine;

use super::case::Case;
use super::values::written;
use crate::oracle::dice::Dice;

/// Places that the server works out by itself.
const LEFT_OUT: [&str; 4] = ["config_file", "data_directory", "hba_file", "ident_file"];

/// A configuration for a server of `series`.
pub(super) fn case(dice: &mut Dice, series: Series) -> Case {
    let known: Vec<(&Parameter, &Span)> = parameters(Engine::Postgresql)
        .iter()
        .filter(|parameter| parameter.module.is_none() && !LEFT_OUT.contains(&parameter.name))
        .filter_map(|parameter| Some((parameter, parameter.at(series)?)))
        .collect();
    let mut case = Case::default();
    let count = 1 + dice.below(8);
    let mut main = lines(dice, &known, count);
    if dice.one_in(4) {
        included(dice, &known, &mut main, &mut case);
    }
    let main = bytes(dice, &main);
    case.files.insert(0, ("postgresql.conf".to_owned(), main));
    if dice.one_in(3) {
        let auto = auto_conf(dice, &known);
        case.files.push(("postgresql.auto.conf".to_owned(), auto));
    }
    if dice.one_in(4) {
        case.arguments = arguments(dice, &known);
    }
    case
}

fn pick<'a>(
    dice: &mut Dice,
    known: &[(&'a Parameter, &'a Span)],
) -> Option<(&'a Parameter, &'a Span)> {
    let (parameter, row) = dice.pick(known).copied()?;
    if row.context == Context::Internal && !dice.one_in(80) {
        return known
            .iter()
            .copied()
            .find(|(known, _)| known.name == "work_mem");
    }
    Some((parameter, row))
}

fn lines(dice: &mut Dice, known: &[(&Parameter, &Span)], count: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for _ in 0..count {
        if let Some((parameter, row)) = pick(dice, known) {
            let times = if dice.one_in(8) { 2 } else { 1 };
            for _ in 0..times {
                lines.push(assignment(dice, parameter, row));
            }
        }
        if dice.one_in(150) {
            lines.push(odd(dice));
        }
        if dice.one_in(5) {
            lines.push(
                dice.word(&["", "# a comment", "   ", "#work_mem = 4mb", "\t# 'x"])
                    .to_owned(),
            );
        }
    }
    lines
}

/// Lines that set nothing a server knows, or nothing at all.
fn odd(dice: &mut Dice) -> String {
    let lines = [
        "my.thing = 'x'",
        "my.thing 7",
        "a.b.c = 1",
        "work_men = 4MB",
        "work_mem",
        "= 4",
        "? ?",
        "work_mem == 4MB",
        "'work_mem' = 4MB",
        "sort_mem = 4MB",
        "vacuum_mem = 64MB",
        "work_mem = 4MB 5MB",
        "1 = 2",
        "work-mem = 4MB",
        "auto_explain.log_analyze = maybe",
        "plpgsql.check_asserts = 3",
        "ssl_ecdh_curve = prime256v1",
        "include 'gone.conf'",
        "include_if_exists = 'gone.conf'",
        "include_dir 'gone'",
        "include ''",
        "work_mem\x0b= 4MB",
        "include_if_exists ' '",
        "include postgresql.conf",
        "é = 1",
        "_x.y = 1",
        "x.1 = 1",
    ];
    dice.word(&lines).to_owned()
}

fn assignment(dice: &mut Dice, parameter: &Parameter, row: &Span) -> String {
    let name = match dice.below(12) {
        0 => parameter.name.to_ascii_uppercase(),
        1 => parameter.name[..1].to_ascii_uppercase() + &parameter.name[1..],
        _ => parameter.name.to_owned(),
    };
    let before = dice.word(&["", "", "", "", " ", "\t"]);
    let between = dice.word(&[" = ", " = ", "=", " ", "\t", " =\t", " =", "= "]);
    let after = dice.word(&["", "", "", "", " ", "\t# why", "# why", " #'", " # é"]);
    let value = written(dice, parameter, row);
    format!("{before}{name}{between}{value}{after}")
}

fn included(
    dice: &mut Dice,
    known: &[(&Parameter, &Span)],
    main: &mut Vec<String>,
    case: &mut Case,
) {
    let at = dice.below(main.len() + 1);
    match dice.below(5) {
        0 | 4 => {
            let text = lines(dice, known, 2);
            let text = bytes(dice, &text);
            case.files.push(("sub/a.conf".to_owned(), text));
            let directive = dice.word(&["include 'sub/a.conf'", "INCLUDE = 'sub/a.conf'"]);
            main.insert(at, directive.to_owned());
        }
        1 => {
            for name in [
                "9-z.conf",
                "10-a.conf",
                ".hidden.conf",
                "old.conf.bak",
                "B.conf",
            ] {
                let text = lines(dice, known, 1);
                let text = bytes(dice, &text);
                case.files.push((format!("conf.d/{name}"), text));
            }
            main.insert(at, "include_dir 'conf.d'".to_owned());
        }
        2 => {
            let mut text = lines(dice, known, 1);
            if dice.one_in(4) {
                text.push(
                    dice.word(&["include 'x.conf'", "include '../postgresql.conf'"])
                        .to_owned(),
                );
            }
            let text = bytes(dice, &text);
            case.files.push(("sub/x.conf".to_owned(), text));
            let more = lines(dice, known, 1);
            let more = bytes(dice, &more);
            case.files.push(("sub/y.conf".to_owned(), more));
            main.insert(at, "include_if_exists = sub/x.conf".to_owned());
            main.insert(at, "include './sub/../sub/y.conf'".to_owned());
        }
        _ => {
            // As deep as it goes, or one deeper.
            let depth = 10 + dice.below(2);
            for level in 1..=depth {
                let mut text = lines(dice, known, 1);
                if level < depth {
                    text.push(format!("include 'l{}.conf'", level + 1));
                }
                let text = bytes(dice, &text);
                case.files.push((format!("l{level}.conf"), text));
            }
            main.insert(at, "include 'l1.conf'".to_owned());
        }
    }
}

/// As ALTER SYSTEM writes it, mostly.
fn auto_conf(dice: &mut Dice, known: &[(&Parameter, &Span)]) -> Vec<u8> {
    let mut text = vec![
        "# Do not edit this file manually!".to_owned(),
        "# It will be overwritten by the ALTER SYSTEM command.".to_owned(),
    ];
    let count = dice.below(4);
    text.extend(lines(dice, known, count));
    bytes(dice, &text)
}

fn arguments(dice: &mut Dice, known: &[(&Parameter, &Span)]) -> Vec<String> {
    let mut words = Vec::new();
    for _ in 0..=dice.below(2) {
        let Some((parameter, row)) = pick(dice, known) else {
            continue;
        };
        // A value as the line would have it, without its quotes.
        let value = written(dice, parameter, row);
        let value = value.trim_matches('\'').replace('\0', "");
        let name = parameter.name;
        match dice.below(4) {
            0 => words.push(format!("--{}={value}", name.replace('_', "-"))),
            1 => words.push(format!("-c{name}={value}")),
            _ => words.extend(["-c".to_owned(), format!("{name}={value}")]),
        }
    }
    if dice.one_in(6) {
        let more: &[&[&str]] = &[
            &["-S", "7000"],
            &["-B", "1000"],
            &["-N20"],
            &["-F"],
            &["-p", "5433"],
        ];
        words.extend(
            dice.pick(more)
                .into_iter()
                .flat_map(|w| w.iter().map(|w| (*w).to_owned())),
        );
    }
    words
}

/// Lines to bytes, with the ends and the damage that files have.
fn bytes(dice: &mut Dice, lines: &[String]) -> Vec<u8> {
    let ending = if dice.one_in(8) { "\r\n" } else { "\n" };
    let mut bytes = lines.join(ending).into_bytes();
    if !dice.one_in(4) {
        bytes.extend_from_slice(ending.as_bytes());
    }
    if dice.one_in(250) {
        let mut marked = b"\xef\xbb\xbf".to_vec();
        marked.append(&mut bytes);
        bytes = marked;
    }
    if dice.one_in(120) && !bytes.is_empty() {
        let at = dice.below(bytes.len());
        let damage = [
            0_u8, 0xff, 0xfe, 0x80, b'\'', b'\\', b'=', b'#', b'\n', b' ',
        ];
        bytes[at] = *dice.pick(&damage).unwrap_or(&0);
    }
    bytes
}
