//! A stranger that speaks just enough of the protocol to be asked.

use crate::support::{address, run};
use plimsoll_live::read::postgresql::{Limits, Trouble, Unreachable, questions, snapshot};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::{self, JoinHandle};

/// A listener that says this to whoever comes, once or twice; its port.
pub(crate) fn says(words: Vec<u8>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming().take(2) {
            let mut stream = stream.unwrap();
            let mut request = [0; 8];
            stream.read_exact(&mut request).unwrap();
            stream.write_all(&words).unwrap();
        }
    });
    port
}

fn message(tag: u8, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len() + 4).unwrap().to_be_bytes();
    [&[tag][..], &length, body].concat()
}

fn login() -> Vec<u8> {
    [
        message(b'R', &[0; 4]),
        message(b'S', b"server_version\x0016.4\0"),
        message(b'K', &[0; 8]),
        message(b'Z', b"I"),
    ]
    .concat()
}

/// The opening done, and the columns of the first question.
fn first_answer() -> Vec<u8> {
    let begun = message(b'C', b"SET\0").repeat(7);
    let columns = questions::all()[0].columns;
    let mut body = u16::try_from(columns.len()).unwrap().to_be_bytes().to_vec();
    for column in columns {
        body.extend_from_slice(column.as_bytes());
        body.extend_from_slice(&[0; 19]);
    }
    [begun, message(b'T', &body)].concat()
}

fn row(values: usize) -> Vec<u8> {
    let mut body = u16::try_from(values).unwrap().to_be_bytes().to_vec();
    body.extend_from_slice(&u32::MAX.to_be_bytes().repeat(values));
    message(b'D', &body)
}

/// Sends the prologue at each step and then this without end; how much went out.
fn endless(before_login: bool, first: Vec<u8>, again: Vec<u8>) -> (u16, JoinHandle<usize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let sender = thread::spawn(move || {
        let mut stream = listener.accept().unwrap().0;
        let mut buffer = vec![0; 1 << 16];
        let heard = stream.read(&mut buffer).unwrap();
        assert!(heard > 8);
        if !before_login {
            stream.write_all(&login()).unwrap();
            assert!(stream.read(&mut buffer).unwrap() > 0);
        }
        stream.write_all(&first).unwrap();
        flood(&mut stream, &again)
    });
    (port, sender)
}

fn flood(stream: &mut TcpStream, again: &[u8]) -> usize {
    let block = again.repeat((1 << 16) / again.len() + 1);
    let mut sent = 0;
    while stream.write_all(&block).is_ok() {
        sent += block.len();
    }
    sent
}

fn asked(port: u16) -> Unreachable {
    let text = format!("host=127.0.0.1 port={port} user=u sslmode=disable");
    let limits = Limits {
        bytes_max: 1 << 20,
        ..Limits::default()
    };
    run(snapshot(&address(&text), &limits)).unwrap_err()
}

#[test]
fn endless_answers_of_every_kind_end_the_connection() {
    let columns = questions::all()[0].columns.len();
    let huge = [b"D\x7f\xff\xff\xff".to_vec(), vec![0; 64]].concat();
    let notice = message(b'N', b"SNOTICE\0C00000\0Mlook here\0\0");
    let status = message(b'S', b"a\0b\0");
    let cases = [
        ("rows", false, first_answer(), row(columns)),
        (
            "a value",
            false,
            [first_answer(), huge.clone()].concat(),
            vec![b'x'; 64],
        ),
        ("notices", false, first_answer(), notice.clone()),
        ("statuses", false, first_answer(), status.clone()),
        ("notices before the login", true, Vec::new(), notice),
        (
            "statuses before the login",
            true,
            message(b'R', &[0; 4]),
            status,
        ),
        ("a message before the login", true, huge, vec![b'x'; 64]),
    ];
    for (what, before_login, first, again) in cases {
        let (port, sender) = endless(before_login, first, again);
        let error = asked(port);
        let is_bounded = matches!(
            error.trouble,
            Trouble::TooMuch(_) | Trouble::NotPostgresql(_)
        );
        assert!(is_bounded, "{what}: {error}");
        // What was sent besides is what the kernel held when the connection ended.
        let sent = sender.join().unwrap();
        assert!(sent < 64 << 20, "{what}: {sent}");
    }
}

#[test]
fn an_answer_to_another_question_is_not_taken() {
    let other = message(b'T', &[&[0, 1][..], b"x\0", &[0; 18]].concat());
    let first = [message(b'C', b"SET\0").repeat(7), other].concat();
    let (port, sender) = endless(false, first, row(1));
    let error = asked(port);
    assert!(
        matches!(error.trouble, Trouble::NotPostgresql(_)),
        "{error}"
    );
    sender.join().unwrap();
}
