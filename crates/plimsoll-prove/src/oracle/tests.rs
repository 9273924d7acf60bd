//! A short form of the oracle, so that a change which breaks a reading fails
//! before the long run does.

use plimsoll_lab::Installed;
use plimsoll_model::Engine;

use super::{Options, run};

/// Enough to meet every kind of line, and few enough for seconds.
const FILES: u64 = 60;

#[test]
fn servers_agree_on_a_few_generated_files() {
    // One after another: they share the folder of the process.
    for engine in [Engine::Postgresql, Engine::Mariadb, Engine::Mysql] {
        agree(engine);
    }
}

fn agree(engine: Engine) {
    let mut installed = Installed::all().into_iter();
    if !installed.any(|server| server.engine == engine) {
        let title = engine.title();
        println!("skipped: {title} is not installed (cargo xtask servers)");
        return;
    }
    let plan = Options {
        engine,
        files: FILES,
        seed: 11,
        record: false,
    };
    let score = run(plan).expect("the servers can be asked");
    let seconds = score.took.as_secs_f64();
    println!("{engine}: {} questions, {seconds:.1} s", score.questions);
    assert_eq!(score.files, FILES);
    assert!(
        score.disagreements.is_empty(),
        "{}",
        score.disagreements.join("\n")
    );
}
