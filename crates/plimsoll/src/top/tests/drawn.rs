//! The views as they stand on a terminal, small and large.

// The hashes are expect-test's own.
#![allow(clippy::needless_raw_string_hashes)]

use std::time::Duration;

use expect_test::{Expect, expect};
use plimsoll_report::Palette;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::Color;

use super::sample::{HOSTILE, answer, detail, idle, state, status};
use crate::top::draw::draw;
use crate::top::input::{Answer, Extent, Input, Key};
use crate::top::paint::Paint;
use crate::top::place::View;
use crate::top::state::State;
use crate::top::step::step;

fn buffer(state: &State, size: (u16, u16), palette: Palette) -> Buffer {
    let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
    let mut extent = None;
    terminal
        .draw(|frame| extent = Some(draw(frame, state, Paint(palette))))
        .unwrap();
    assert!(extent.is_some());
    terminal.backend().buffer().clone()
}

/// Each line after a mark, so that a snapshot keeps what it is indented by.
fn screen(state: &State, size: (u16, u16)) -> String {
    let buffer = buffer(state, size, Palette::Plain);
    let lines = buffer.content().chunks(usize::from(size.0)).map(|cells| {
        let line: String = cells.iter().map(Cell::symbol).collect();
        format!("|{}\n", line.trim_end())
    });
    lines.collect()
}

fn looks(state: &State, size: (u16, u16), wanted: &Expect) {
    wanted.assert_eq(&screen(state, size));
}

fn at_server(name: &str) -> State {
    let mut state = state();
    state.go(View::Server(name.to_owned()));
    let answer = Answer {
        detail: Some(Ok(detail())),
        ..answer(status())
    };
    step(state, Input::Answer(Ok(Box::new(answer))))
}

#[test]
fn servers_on_a_small_terminal() {
    looks(
        &state(),
        (80, 24),
        &expect![[r#"
            | plimsoll top  127.0.0.1:9477  2026-11-26T10:00:00Z  4 servers, 2 not well
            | <servers>
            |NAME        ENGINE  REACH      MEMORY          NOW LINE BILL   LAT  TPS BLK MISS
            |ledger      ma10.11 down 12s   -/8.0G            -    -    -     -    -   -    0
            |x\u{1b}[2J\ -       x\u{1b}[2J -                 -    -    -     -    -   -    3
            |crm         -       not tried  -                 -    -    -     -    -   -    0
            |shop        pg16.4  up 3h      1.2/2.0G ███··   31   58   62 2.5ms 1234   2    1
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            | ledger: down: nothing listens there
            | ? help  : command  / filter  enter describe  l events  space pause  q quit
        "#]],
    );
}

#[test]
fn a_server_that_fell_says_why() {
    let screen = screen(&at_server("ledger"), (80, 24));
    assert!(
        screen.contains("it fell at 2026-11-26T09:59:48Z"),
        "{screen}"
    );
    assert!(screen.contains("innodb_buffer_pool_size"), "{screen}");
}

#[test]
fn servers_on_a_large_terminal() {
    looks(
        &state(),
        (200, 60),
        &expect![[r#"
            | plimsoll top  127.0.0.1:9477  2026-11-26T10:00:00Z  4 servers, 2 not well
            | <servers>
            |NAME                     ENGINE             REACH                                    MEMORY                      SESSIONS  LINE  BILL  LATENCY    TPS BLOCKED MISSED NOT WELL
            |ledger                   mariadb 10.11.6    down 12 s                       unknown of 8 GB                             -     -     -        -      -       -      0 down: nothing listens there
            |x\u{1b}[2J\u{1b}]0;t\u{7 x\u{1b}[2J\u{1b}]0 x\u{1b}[2J\u{1b}]0;t\u                        -                             -     -     -        -      -       -      3 x\u{1b}[2J\u{1b}]0;t\u{7}\r\n\u{202
            |crm                      -                  not tried                                     -                             -     -     -        -      -       -      0
            |shop                     postgresql 16.4    up 3 h                   1.20 GB of 2 GB (60 %) ████████████········       31    58    62   2.5 ms   1234       2      1
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            | ledger: down: nothing listens there
            | ? help  : command  / filter  enter describe  l events  space pause  q quit
        "#]],
    );
}

#[test]
fn one_server_on_a_small_terminal() {
    looks(
        &at_server("shop"),
        (80, 24),
        &expect![[r#"
            | plimsoll top  127.0.0.1:9477  2026-11-26T10:00:00Z  4 servers, 2 not well
            | <servers> <shop>
            | shop: postgresql 16.4 (Debian 16.4-1), up for 3 h, owner payments
            | MEMORY
            |  1.20 GB of 2 GB (60 %)  █████████████████████████▎················
            |  anonymous 500 MB   shared 700 MB   kernel 30 MB   page cache 300 MB
            |  15 min ▁▁▁▂▂▂▂▂▂▃▃▃▃▃▃▄▄▄▄▄▄▅▅▅▅▅▅▆▆▆▆▆▇▇▇▇▇▇████ 900 MB to 1.17 GB
            | SESSIONS
            |  31 now
            |  active 3   idle 28   of 97   oldest transaction 93.0 s
            |  15 min ▁▂▃▃▃▄▄▅▆▆▆▇██▁▂▃▃▃▄▄▅▆▆▆▇██▁▂▃▃▃▄▄▅▆▆▆▇██ 20 to 29
            | LOAD LINE
            |  goes under at 58 sessions (49 to 71), learned from 2026-11-24T09:00:00Z on
            |  goes under at 62 sessions by the bill
            |  goes under on 2026-11-26T16:20:00Z (from 2026-11-26T15:00:00Z, to perhaps
            |  never): memory_anon_bytes grows by 130 MB an hour
            | WORK
            |  commit 1234/s   processor 83 %   WAL 2 MB/s
            | REPLICATION
            |  replica db2 streaming   behind db2 1 MB   slot keeps db2 64 MB
            |  slot read db2 0
            | BLOCKERS
            |
            | ? help  : command  / filter  enter describe  l events  space pause  q quit
        "#]],
    );
    let end = step(at_server("shop"), Input::Key(Key::End));
    let extent = Extent {
        rows: 46,
        room: 20,
        is_list: false,
    };
    let end = step(step(end, Input::Drawn(extent)), Input::Key(Key::End));
    looks(
        &end,
        (80, 24),
        &expect![[r#"
            | plimsoll top  127.0.0.1:9477  2026-11-26T10:00:00Z  4 servers, 2 not well
            | <servers> <shop>
            | REPLICATION
            |  replica db2 streaming   behind db2 1 MB   slot keeps db2 64 MB
            |  slot read db2 0
            | BLOCKERS
            |  4711 app in shop: idle in transaction, transaction of 93.0 s
            |  └─ 2 sessions wait for it
            | UNUSUAL
            |  statement latency 2.5 ms, usually 400 µs (300 µs to 600 µs), for 5 min
            | SERVICES
            |  checkout: failed its probe, 31.0 ms
            |  cart: up, 31.0 ms
            | EVENTS
            |  2026-11-26T09:12:44Z deploy checkout: 4.2, ref a1b2
            | NOT SEEN
            |  statements: pg_stat_statements may not be read
            |    GRANT pg_read_all_stats TO plimsoll
            | SAMPLES
            |  host every 10 s, 1.5 ms each: 1200 taken, 0 missed
            |  server every 10 s, 1.5 ms each: 1200 taken, 1 missed, the newest for: no
            |  answer within 5 s
            |
            | ? help  : command  / filter  enter describe  l events  space pause  q quit
        "#]],
    );
}

#[test]
fn one_server_on_a_large_terminal() {
    looks(
        &at_server("shop"),
        (200, 60),
        &expect![[r#"
            | plimsoll top  127.0.0.1:9477  2026-11-26T10:00:00Z  4 servers, 2 not well
            | <servers> <shop>
            | shop: postgresql 16.4 (Debian 16.4-1), up for 3 h, owner payments                                    BLOCKERS
            | MEMORY                                                                                                4711 app in shop: idle in transaction, transaction of 93.0 s
            |  1.20 GB of 2 GB (60 %)  ████████████████████████████████████························                 └─ 2 sessions wait for it
            |  anonymous 500 MB   shared 700 MB   kernel 30 MB   page cache 300 MB                                 UNUSUAL
            |  15 min ▁▁▁▁▂▂▂▂▂▂▂▂▂▃▃▃▃▃▃▃▃▄▄▄▄▄▄▄▄▄▅▅▅▅▅▅▅▅▆▆▆▆▆▆▆▆▆▇▇▇▇▇▇▇▇█████ 900 MB to 1.17 GB                statement latency 2.5 ms, usually 400 µs (300 µs to 600 µs), for 5 min
            | SESSIONS                                                                                             SERVICES
            |  31 now                                                                                               checkout: failed its probe, 31.0 ms
            |  active 3   idle 28   of 97   oldest transaction 93.0 s                                               cart: up, 31.0 ms
            |  15 min ▁▁▂▂▃▃▃▃▄▄▅▅▆▆▆▆▇▇██▁▁▂▂▃▃▃▃▄▄▅▅▆▆▆▆▇▇██▁▁▂▂▃▃▃▃▄▄▅▅▆▆▆▆▇▇██ 20 to 29                        EVENTS
            | LOAD LINE                                                                                             2026-11-26T09:12:44Z deploy checkout: 4.2, ref a1b2
            |  goes under at 58 sessions (49 to 71), learned from 2026-11-24T09:00:00Z on                          NOT SEEN
            |  goes under at 62 sessions by the bill                                                                statements: pg_stat_statements may not be read
            |  goes under on 2026-11-26T16:20:00Z (from 2026-11-26T15:00:00Z, to perhaps never):                      GRANT pg_read_all_stats TO plimsoll
            |  memory_anon_bytes grows by 130 MB an hour                                                           SAMPLES
            | WORK                                                                                                  host every 10 s, 1.5 ms each: 1200 taken, 0 missed
            |  commit 1234/s   processor 83 %   WAL 2 MB/s                                                          server every 10 s, 1.5 ms each: 1200 taken, 1 missed, the newest for: no answer within 5 s
            | REPLICATION
            |  replica db2 streaming   behind db2 1 MB   slot keeps db2 64 MB   slot read db2 0
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            | ? help  : command  / filter  enter describe  l events  space pause  q quit
        "#]],
    );
}

#[test]
fn services_and_events() {
    let mut services = state();
    services.jump(View::Services);
    looks(
        &services,
        (80, 24),
        &expect![[r#"
            | plimsoll top  127.0.0.1:9477  2026-11-26T10:00:00Z  4 servers, 2 not well
            | <servers> <services>
            |SERVICE                  PROBE         TOOK  REQ/S  ERR/S STANDS ON
            |checkout                 failed     31.0 ms     45      - shop, ledger
            |cart                     up         31.0 ms     45      - shop
            |x\u{1b}[2J\u{1b}]0;t\u{7 up         31.0 ms     45      - x\u{1b}[2J\u{1b}]0;t\u
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            | ? help  : command  / filter  enter describe  l events  space pause  q quit
        "#]],
    );
    let mut events = state();
    events.jump(View::Events(None));
    looks(
        &events,
        (80, 24),
        &expect![[r#"
            | plimsoll top  127.0.0.1:9477  2026-11-26T10:00:00Z  4 servers, 2 not well
            | <servers> <events>
            |TIME                 KIND          TARGET           WHAT
            |2026-11-26T09:50:00Z x\u{1b}[2J\u{ x\u{1b}[2J\u{1b} x\u{1b}[2J\u{1b}]0;t\u{7}\r\
            |2026-11-26T09:12:44Z deploy        checkout         4.2, ref a1b2
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            |
            | ? help  : command  / filter  enter describe  l events  space pause  q quit
        "#]],
    );
}

#[test]
fn help_has_every_key_command_and_sort() {
    let mut help = state();
    help.go(View::Help);
    looks(
        &help,
        (80, 34),
        &expect![[r#"
            | plimsoll top  127.0.0.1:9477  2026-11-26T10:00:00Z  4 servers, 2 not well
            | <servers> <help>
            |KEYS
            |  j k ↓ ↑                 a row down, up; ctrl-f ctrl-b a page
            |  g G                     the first row, the last
            |  enter d                 the marked server more closely
            |  l                       its events
            |  :                       a command, or the name of a server
            |  /                       rows with a word; !word without; -f wd its letters
            |  esc                     no filter; back
            |  -                       the view before
            |  space                   pause, and go on
            |  ?                       this
            |  q ctrl-c                leave
            |COMMANDS
            |  servers server srv s    all servers
            |  services service svc    services that stand on them
            |  events event ev         what happened
            |  help h ?                the keys
            |  quit q q!               leave
            |SORTS OF SERVERS, again to turn
            |  N                       name
            |  M                       memory held of the limit
            |  S                       sessions
            |  L                       time of a statement
            |  T                       transactions a second
            |  B                       sessions that wait for a lock
            |  X                       samples missed
            |
            |
            |
            |
            |
            | ? help  : command  / filter  enter describe  l events  space pause  q quit
        "#]],
    );
}

#[test]
fn a_picture_that_is_old_says_so() {
    let gone = step(
        state(),
        Input::Answer(Err("nothing listens there".to_owned())),
    );
    let gone = step(gone, Input::Tick(Duration::from_secs(12)));
    let drawn = screen(&gone, (80, 24));
    expect!["| no answer for 12 s; this is of 2026-11-26T10:00:00Z: nothing listens there"]
        .assert_eq(drawn.lines().next().unwrap());
    assert!(drawn.contains("shop"), "{drawn}");
}

#[test]
fn nothing_that_a_stranger_wrote_steers_the_terminal() {
    let mut views = vec![
        View::Servers,
        View::Services,
        View::Events(None),
        View::Help,
    ];
    views.push(View::Server(HOSTILE.to_owned()));
    views.push(View::Events(Some(HOSTILE.to_owned())));
    for view in views {
        for size in [(80, 24), (200, 60), (20, 5), (1, 1)] {
            let mut shown = state();
            shown.go(view.clone());
            shown.place_mut().filter.clear();
            let failed = Answer {
                detail: Some(Err(HOSTILE.to_owned())),
                ..answer(status())
            };
            let mut shown = step(shown, Input::Answer(Ok(Box::new(failed))));
            shown.said = Some(HOSTILE.to_owned());
            let shown = step(shown, Input::Answer(Err(HOSTILE.to_owned())));
            let drawn = screen(&shown, size);
            let steers =
                |it: char| (it.is_control() && it != '\n') || matches!(it, '\u{202a}'..='\u{202e}');
            assert!(!drawn.contains(steers), "{view:?} {size:?}: {drawn:?}");
        }
    }
}

#[test]
fn colours_are_there_where_they_are_wanted_and_nowhere_else() {
    let is_coloured = |palette| {
        let buffer = buffer(&state(), (80, 24), palette);
        let mut cells = buffer.content().iter();
        cells.any(|cell| cell.fg != Color::Reset || cell.bg != Color::Reset)
    };
    assert!(is_coloured(Palette::Ansi));
    assert!(!is_coloured(Palette::Plain));
}

#[test]
fn a_long_list_shows_the_marked_row() {
    let mut many = status();
    many.servers = (0..1000).map(|nth| idle(&format!("db{nth:04}"))).collect();
    let state = step(state(), Input::Answer(Ok(Box::new(answer(many)))));
    let mut state = state;
    state.place_mut().at = 500;
    let drawn = screen(&state, (80, 24));
    assert!(drawn.contains("db0500"), "{drawn}");
    assert_eq!(drawn.matches("db0").count(), 19, "{drawn}");
}
