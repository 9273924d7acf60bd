//! A stranger that speaks just enough of the protocol to be asked.

use crate::support::{address, run, short};
use plimsoll_live::read::mysql::{Limits, Trouble, Unreachable, snapshot};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread::{self, JoinHandle};

/// Whether a trouble is the one that is wanted.
type IsIt = fn(&Trouble) -> bool;

fn packet(place: u8, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).unwrap().to_le_bytes();
    [&length[..3], &[place], body].concat()
}

fn greeting() -> Vec<u8> {
    // Protocol 4.1, secure passwords, their plugins.
    let capabilities: u32 = 0x0200 | 0x8000 | 0x0008_0000;
    let [a, b, c, d] = capabilities.to_le_bytes();
    let body = [
        b"\x0a8.4.0\0\x01\0\0\0aaaaaaaa\0".to_vec(),
        vec![a, b, 45, 2, 0, c, d, 21],
        vec![0; 10],
        b"bbbbbbbbbbbb\0mysql_native_password\0".to_vec(),
    ]
    .concat();
    packet(0, &body)
}

fn error(place: u8, code: u16, words: &str) -> Vec<u8> {
    let [low, high] = code.to_le_bytes();
    packet(place, &[&[0xff, low, high][..], words.as_bytes()].concat())
}

fn column(place: u8, name: &str) -> Vec<u8> {
    let text = |text: &str| [&[u8::try_from(text.len()).unwrap()], text.as_bytes()].concat();
    let names = ["def", "", "", "", name, name].map(text).concat();
    let rest = [0x0c, 45, 0, 255, 0, 0, 0, 0xfd, 0, 0, 0, 0, 0];
    packet(place, &[&names[..], &rest].concat())
}

/// Packets whose places go on and on from one.
fn in_order(first: u8, body: &[u8]) -> Vec<u8> {
    let places = 0..=u8::MAX;
    places
        .flat_map(|place| packet(first.wrapping_add(place), body))
        .collect()
}

/// The columns of the question that is asked first.
fn first_answer() -> Vec<u8> {
    [
        packet(1, &[3]),
        column(2, "version"),
        column(3, "version_comment"),
        column(4, "user"),
        packet(5, &[0xfe, 0, 0, 2, 0]),
    ]
    .concat()
}

fn ok(place: u8) -> Vec<u8> {
    packet(place, &[0, 0, 0, 2, 0, 0, 0])
}

/// Sends each of these after hearing something, and the last without end; how
/// much went out.
fn stranger(steps: Vec<Vec<u8>>, again: Vec<u8>) -> (u16, JoinHandle<usize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let sender = thread::spawn(move || {
        let mut stream = listener.accept().unwrap().0;
        let mut buffer = vec![0; 1 << 16];
        for (at, step) in steps.iter().enumerate() {
            if at > 0 && stream.read(&mut buffer).unwrap_or(0) == 0 {
                return 0;
            }
            stream.write_all(step).unwrap();
        }
        if again.is_empty() {
            return 0;
        }
        let block = again.repeat((1 << 16) / again.len() + 1);
        let mut sent = 0;
        while stream.write_all(&block).is_ok() {
            sent += block.len();
        }
        sent
    });
    (port, sender)
}

fn asked(port: u16) -> Unreachable {
    let limits = Limits {
        bytes_max: 1 << 20,
        ..Limits::default()
    };
    run(snapshot(
        &address(&format!("mysql://u:p@127.0.0.1:{port}")),
        &limits,
    ))
    .unwrap_err()
}

#[test]
fn endless_answers_of_every_kind_end_the_connection() {
    let login = || vec![greeting(), ok(2)];
    let after_login = |first: Vec<u8>| [login(), vec![first]].concat();
    let row = in_order(6, &[1, b'x', 1, b'y', 1, b'z']);
    let any = in_order(2, &column(0, "x")[4..]);
    let cases = [
        ("rows", after_login(first_answer()), row),
        (
            "columns",
            after_login(packet(1, &[0xfc, 0, 0x10])),
            any.clone(),
        ),
        (
            "more columns than there can be",
            after_login(packet(1, &[0xfc, 0xff, 0xff])),
            any.clone(),
        ),
        (
            "columns without number",
            after_login(packet(1, &[0xfe, 255, 255, 255, 255, 255, 255, 255, 0x7f])),
            any.clone(),
        ),
        (
            "a packet that goes on",
            after_login(vec![255, 255, 255, 1]),
            vec![b'x'; 64],
        ),
        ("empty packets", login(), vec![0, 0, 0, 1]),
        ("a greeting", Vec::new(), vec![255, 255, 255, 0]),
        ("a login", vec![greeting()], in_order(2, &[1, 4])),
    ];
    for (what, steps, again) in cases {
        let (port, sender) = stranger(steps, again);
        let error = asked(port);
        let is_bounded = matches!(
            error.trouble,
            Trouble::TooMuch(_) | Trouble::NotMysql(_) | Trouble::Network(_)
        );
        assert!(is_bounded, "{what}: {error}");
        // What was sent besides is what the kernel held when the connection ended.
        let sent = sender.join().unwrap();
        assert!(sent < 64 << 20, "{what}: {sent}");
    }
}

#[test]
fn refusals_before_the_greeting_are_told_apart() {
    let cases: [(u16, IsIt); 4] = [
        (1040, |it| matches!(it, Trouble::NoSlot(_))),
        (1129, |it| matches!(it, Trouble::Blocked(_))),
        (1130, |it| matches!(it, Trouble::Login(_))),
        (1053, |it| matches!(it, Trouble::NotReady(_))),
    ];
    for (code, is_it) in cases {
        let (port, sender) = stranger(vec![error(0, code, "said\x1b[31m so")], Vec::new());
        let error = asked(port);
        assert!(is_it(&error.trouble), "{code}: {error:?}");
        assert!(!error.to_string().contains('\x1b') && error.to_string().contains("so"));
        sender.join().unwrap();
    }
}

#[test]
fn what_is_no_server_or_dies_is_told_so() {
    let web = b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec();
    let old = packet(0, b"\x09old\0");
    let died = vec![greeting(), ok(2), first_answer()];
    let cases: [(&str, _, IsIt); 4] = [
        ("web", vec![web], |it| {
            matches!(it, Trouble::NotMysql(_) | Trouble::Network(_))
        }),
        ("old", vec![old], |it| matches!(it, Trouble::NotMysql(_))),
        ("gone", vec![Vec::new()], |it| {
            matches!(it, Trouble::Network(_))
        }),
        ("died", died, |it| matches!(it, Trouble::Died(_))),
    ];
    for (what, steps, is_it) in cases {
        let (port, sender) = stranger(steps, Vec::new());
        let text = format!("mysql://u:p@127.0.0.1:{port}");
        let error = run(snapshot(&address(&text), &short())).unwrap_err();
        assert!(is_it(&error.trouble), "{what}: {error:?}");
        sender.join().unwrap();
    }
}
