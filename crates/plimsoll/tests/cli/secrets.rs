//! A canary in every place where a configuration may hold a secret: no output
//! may sing.

use crate::run::Place;

const CANARY: &str = "hunter2canary";

#[test]
fn no_output_shows_a_secret() {
    let postgresql = format!(
        "primary_conninfo = 'host=a password={CANARY} user=b'\n\
         primary_conninfo = 'host=a password={CANARY}\n\
         primary_coninfo = 'host=a password={CANARY}'\n\
         ssl_passphrase_command = 'echo {CANARY}'\n\
         archive_command = 'AWS_SECRET_ACCESS_KEY={CANARY} push %p'\n\
         restore_command = 'curl https://bob:{CANARY}@store/%f -o %p'\n\
         my_extension.api_key = '{CANARY}'\n"
    );
    let my_cnf = format!(
        "[client]\npassword = {CANARY}\n[mysqld]\npassword = {CANARY}\n\
         wsrep_sst_auth = root:{CANARY}\nwsrep-sst-auth = {CANARY}:{CANARY}\n\
         wsrep_provider_options = \"socket.ssl_password={CANARY};gcache.size=1G\"\n\
         report-password = {CANARY}\nloose-report_password = \"{CANARY}\"\n\
         report_password {CANARY}\n"
    );
    let place = Place::with(&[("postgresql.conf", &postgresql), ("my.cnf", &my_cnf)]);
    let conninfo = format!("-c primary_conninfo=password={CANARY}");
    for file in [
        "postgresql.conf".to_owned(),
        format!("{conninfo} postgresql.conf"),
        "--engine mysql my.cnf".to_owned(),
        "--engine mariadb my.cnf".to_owned(),
    ] {
        for command in [
            "check",
            "check --format json",
            "settings",
            "settings --format json",
            "settings --all",
            "bill",
            "bill --format json",
            "bill --format svg",
        ] {
            let said = place.run(&format!("{command} {file}"));
            assert!(
                !said.all().contains(CANARY),
                "{command} {file}: {}",
                said.all()
            );
        }
    }
    let url = place.run(&format!("check postgres://bob:{CANARY}@db/x"));
    assert!(!url.all().contains(CANARY), "{url:?}");
}
