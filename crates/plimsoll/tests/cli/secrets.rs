//! A canary in every place where a configuration may hold a secret: no output
//! of any command in any format may sing.

use crate::run::Place;

const CANARY: &str = "hunter2canary";

/// Every command line that reads a configuration, without its files.
const COMMANDS: &[&str] = &[
    "check",
    "check --format concise",
    "check --format json",
    "check --format json-lines",
    "check --format sarif",
    "check --format junit",
    "check --format github",
    "check --format gitlab",
    "check --format markdown",
    "settings",
    "settings --format json",
    "settings --all",
    "settings --all --format json",
    "bill",
    "bill --format json",
    "bill --format svg",
];

/// Lines of a postgresql.conf; `§` is the canary.
const POSTGRESQL: &[&str] = &[
    "primary_conninfo = 'host=a password=§ user=b'",
    "primary_conninfo = 'host=a password=''§ x'' user=b'",
    "primary_conninfo = 'host=a sslpassword=§,§&§;§ user=b'",
    "primary_conninfo = 'postgresql://bob:§/§@x@db/x?sslpassword=§'",
    "primary_conninfo = 'host=a password=§",
    "primary_conninfo = 'host=a password=§' oops",
    "primary_conninfo host=a password=§",
    "primary_coninfo = 'host=a password=§'",
    "ssl_passphrase_command = 'echo §'",
    "ssl_passphrase_command = 'echo §",
    "ssl_passphrase_command = = 'echo §'",
    "ssl_pasphrase_command = 'echo §'",
    "archive_command = 'PGPASSWORD=§ psql -c x'",
    "archive_command = 'AWS_SECRET_ACCESS_KEY=§ AZURE_STORAGE_KEY=§ push %p'",
    "archive_command = 'sshpass -p § scp %p b: && curl -u bob:§ -T %p x'",
    "archive_command = 'mysql -ubob -p§ x'",
    "archive_command = \"PGPASSWORD=§\"",
    "restore_command = 'curl https://bob:§@store/%f -o %p'",
    "restore_command = 'curl -H \"Authorization: Bearer §\" x'",
    "restore_command = 'x --password § --api-key=§ --token §'",
    "archive_cleanup_command = 'openssl enc -pass pass:§'",
    "ldapbindpasswd = '§'",
    "krb_secret = '§'",
    "myapp.api_key = '§'",
    "myapp.key = §",
    "myapp.jwt_secret = '§'",
    "myapp.token = '§'",
    "myapp.smtp_pass = '§'",
    "myapp.pasword = '§'",
    "myapp.dsn = 'bob password = §'",
    "myapp.url = 'redis://:§@cache:6379/0'",
    "session_preload_libraries = 'password=§'",
    "work_mem = 'password=§'",
    "log_statement = 'secret=§'",
    "include 'https://bob:§@host/x.conf'",
    "include_if_exists 'password=§.conf'",
];

/// Lines of a my.cnf.
const MY_CNF: &[&str] = &[
    "[client]",
    "password = §",
    "[mysqldump]",
    "password=\"§",
    "[mysqld]",
    "password = §",
    "pasword = §",
    "wsrep_sst_auth = root:§",
    "wsrep-sst-auth = §:§",
    "wsrep_sst_auht = password=§",
    "wsrep_provider_options = \"socket.ssl_password=§;gcache.size=1G\"",
    "master-password = §",
    "master_password = '§",
    "report-password = §",
    "report-pasword = §",
    "loose-report_password = \"§\"",
    "report_password §",
    "keyring_migration_password = §",
    "init_connect = \"SET PASSWORD = '§'\"",
    "init_connect = \"CREATE USER x IDENTIFIED BY '§'\"",
    "init-connect = 'ALTER USER x IDENTIFIED BY PASSWORD \"§\"'",
    "init_conect = \"CREATE USER x IDENTIFIED BY '§'\"",
    "hashicorp_key_management_token = §",
    "hashicorp-key-management-vault-url = https://bob:§@vault/v1",
    "file_key_management_filekey = §",
    "handlersocket_plain_secret = §",
    "s3_secret_key = §",
    "s3-access-key = §",
    "plugin_load_add = 'password=§'",
    "sort_buffer_size = password=§",
    "max_connections = secret:§",
    "!include https://bob:§@host/x.cnf",
    "password §",
    "[mysqld] password=§",
];

fn with_canary(line: &str) -> String {
    line.replace('§', CANARY)
}

/// Nothing that is said holds the canary.
fn silent(place: &Place, line: &str, about: &str) {
    let said = place.run(line);
    assert!(
        !said.all().contains(CANARY),
        "{line}, about {about}: {}",
        said.all()
    );
}

#[test]
fn no_output_shows_a_secret_of_a_whole_file() {
    let all = |lines: &[&str]| -> String {
        let lines: Vec<String> = lines.iter().map(|line| with_canary(line)).collect();
        lines.join("\n")
    };
    let place = Place::with(&[
        ("postgresql.conf", &all(POSTGRESQL)),
        ("my.cnf", &all(MY_CNF)),
    ]);
    for file in [
        "postgresql.conf",
        "--engine mysql my.cnf",
        "--engine mariadb --server-version 10.11 my.cnf",
    ] {
        for command in COMMANDS {
            silent(&place, &format!("{command} {file}"), file);
        }
    }
}

/// A syntax error hides what stands behind it, so each line is also alone.
#[test]
fn no_output_shows_a_secret_of_a_line_alone() {
    let place = Place::with(&[]);
    let formats = ["check", "check --format json", "settings --format json"];
    for line in POSTGRESQL {
        let line = with_canary(line);
        place.write("postgresql.conf", line.as_bytes());
        for command in formats {
            silent(&place, &format!("{command} postgresql.conf"), &line);
        }
    }
    for line in MY_CNF {
        let line = with_canary(line);
        place.write("my.cnf", format!("[mysqld]\n{line}\n").as_bytes());
        for command in formats {
            silent(&place, &format!("{command} --engine mysql my.cnf"), &line);
            silent(&place, &format!("{command} --engine mariadb my.cnf"), &line);
        }
    }
}

#[test]
fn no_output_shows_a_secret_of_an_argument() {
    let place = Place::with(&[("postgresql.conf", "port = 1\n"), ("my.cnf", "[mysqld]\n")]);
    for argument in [
        "primary_conninfo=password=§",
        "primary_conninfo=postgres://bob:§@db/x",
        "primary_coninfo=password=§",
        "ssl_passphrase_command=§",
        "ssl_pasphrase_command=§",
        "report_password=§",
        "report_pasword=§",
        "wsrep_sst_auth=root:§",
        "myapp.api_key=§",
        "work_mem=password=§",
        "sort_buffer_size=password=§",
    ] {
        let argument = with_canary(argument);
        for command in COMMANDS {
            for file in ["postgresql.conf", "--engine mysql my.cnf"] {
                silent(&place, &format!("{command} -c {argument} {file}"), file);
            }
        }
    }
    for line in [
        "check postgres://bob:§@db/x",
        "bill postgres://bob:§@db/x",
        "settings postgres://bob:§@db/x",
        "check --load postgres://bob:§@db/x postgresql.conf",
        "check --fact password=§ postgresql.conf",
        "check --fact shm_size=password=§ postgresql.conf",
        "check --limit password=§ postgresql.conf",
        "check --engine password=§ postgresql.conf",
        "check -c password:§ postgresql.conf",
        "check --password=§ postgresql.conf",
        "check password=§/postgresql.conf",
        "explain password=§",
    ] {
        silent(&place, &with_canary(line), "the command line");
    }
}

#[test]
fn no_output_shows_a_secret_of_a_load_or_a_plimsoll_toml() {
    let place = Place::with(&[("db/postgresql.conf", "port = 1\n")]);
    for load in [
        "{\"sessions\": 1, \"operations\": [], \"set\": {\"myapp.api_key\": \"§\"}}",
        "{\"sessions\": 1, \"set\": {\"api_key\": \"§\", \"no_such\": \"password=§\"}}",
        "{\"sessions\": \"password=§\"}",
        "{\"password\": \"§\"",
        "{\"password\": \"§\", \"operations\": [{\"kind\": \"secret=§\"}]}",
    ] {
        let load = with_canary(load);
        place.write("load.json", load.as_bytes());
        for command in COMMANDS.iter().filter(|it| !it.starts_with("settings")) {
            silent(
                &place,
                &format!("{command} --load load.json db/postgresql.conf"),
                &load,
            );
        }
    }
    for toml in [
        "password = \"§\"\n",
        "[target]\nlimit = \"password=§\"\n",
        "[target]\npassword = \"§\"\nengine = \"secret=§\"\n",
        "[target]\npassword = \"§\n",
        "[target]\nload = \"https://bob:§@host/load.json\"\n",
        "[target.facts]\nthp = \"password=§\"\n",
    ] {
        let toml = with_canary(toml);
        place.write("db/plimsoll.toml", toml.as_bytes());
        for command in COMMANDS {
            silent(&place, &format!("{command} db"), &toml);
        }
    }
}

#[test]
fn what_the_server_wrote_shows_no_secret() {
    let place = Place::with(&[
        ("my.cnf", "[mysqld]\ndatadir = data\n"),
        (
            "data/mysqld-auto.cnf",
            &with_canary(
                "{\"Version\":2,\"mysql_static_variables\":{\"report_password\":{\"Value\":\"§\"}},\
                 \"mysql_dynamic_variables\":{\"no_such_password\":{\"Value\":\"§\"},\"sort_buffer_size\":{\"Value\":\"password=§\"}}}",
            ),
        ),
        ("postgresql.conf", "port = 1\n"),
        (
            "postgresql.auto.conf",
            &with_canary("primary_conninfo = 'password=§'\nssl_pasphrase_command = '§'\n"),
        ),
    ]);
    for command in COMMANDS {
        silent(&place, &format!("{command} postgresql.conf"), "auto.conf");
        silent(
            &place,
            &format!("{command} --engine mysql my.cnf"),
            "auto.cnf",
        );
    }
}
