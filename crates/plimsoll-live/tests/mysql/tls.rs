//! Every ssl-mode against a server with a certificate and one without, and the
//! logins that depend on it.

use crate::certificates::Certificates;
use crate::support::{address, audit, by_tcp, prepare, run, trouble};
use plimsoll_lab::Instance;
use plimsoll_live::read::mysql::{Address, Connection, Limits, Trouble};

/// How a mode goes against a server whose certificate is for `localhost`.
const CASES: [(&str, &str, &str, Option<&str>); 12] = [
    ("127.0.0.1", "DISABLED", "", None),
    ("127.0.0.1", "PREFERRED", "", None),
    ("127.0.0.1", "REQUIRED", "stranger", None),
    ("127.0.0.1", "VERIFY_CA", "ca", None),
    ("127.0.0.1", "verify-ca", "ca", None),
    (
        "127.0.0.1",
        "VERIFY_CA",
        "stranger",
        Some("signed the server's certificate"),
    ),
    ("127.0.0.1", "VERIFY_CA", "none", Some("cannot be read")),
    ("localhost", "VERIFY_IDENTITY", "ca", None),
    ("localhost", "verify-full", "ca", None),
    (
        "localhost",
        "VERIFY_IDENTITY",
        "stranger",
        Some("signed the server's certificate"),
    ),
    (
        "127.0.0.1",
        "VERIFY_IDENTITY",
        "ca",
        Some("is for DnsName(\"localhost\"), not for 127.0.0.1"),
    ),
    // An authority's certificate is what is wanted, not the server's own.
    (
        "localhost",
        "VERIFY_IDENTITY",
        "server",
        Some("signed the server's certificate"),
    ),
];

pub(crate) fn every_mode(instance: &Instance, certificates: &Certificates) {
    // A server frees a connection's slot some time after the client is gone.
    prepare(
        instance,
        "ALTER USER plimsoll@'%' WITH MAX_USER_CONNECTIONS 0",
    );
    for (host, mode, authority, refusal) in CASES {
        let address = at(instance, host, mode, certificates, authority);
        let what = format!("{} {host} {mode} {authority}", instance.installed().name);
        match (audit_cipher(&address), refusal) {
            (Ok(cipher), None) => {
                assert_eq!(cipher.is_empty(), mode == "DISABLED", "{what}: {cipher}");
            }
            (Err(error), Some(said)) => assert!(error.contains(said), "{what}: {error}"),
            (Ok(_), Some(_)) => panic!("{what} goes"),
            (Err(error), None) => panic!("{what}: {error}"),
        }
    }
    client_certificate(instance, certificates);
}

fn at(
    instance: &Instance,
    host: &str,
    mode: &str,
    certificates: &Certificates,
    authority: &str,
) -> Address {
    let port = instance.port().unwrap();
    let file = certificates.path(&format!("{authority}.crt"));
    let authority = if authority.is_empty() {
        String::new()
    } else {
        format!("&ssl-ca={}", file.display())
    };
    address(&format!(
        "mysql://plimsoll:sesame@{host}:{port}/?ssl-mode={mode}{authority}"
    ))
}

/// The cipher that the server says this session has; empty without TLS.
fn audit_cipher(address: &Address) -> Result<String, String> {
    static CIPHER: plimsoll_live::read::Question = plimsoll_live::read::Question {
        name: "cipher",
        since: plimsoll_model::Version::new(5, 7),
        until: None,
        sql: "SHOW SESSION STATUS LIKE 'Ssl_cipher'",
        columns: &["Variable_name", "Value"],
        rows_max: 1,
        grant: None,
    };
    run(async {
        let connection = Connection::open(address, &Limits::default()).await;
        let mut connection = connection.map_err(|error| error.to_string())?;
        let answers = connection
            .ask(&[&CIPHER])
            .await
            .map_err(|error| error.to_string())?;
        let row = answers.answers["cipher"].rows().next();
        Ok(row.and_then(|row| row.text("Value")).unwrap().to_owned())
    })
}

fn client_certificate(instance: &Instance, certificates: &Certificates) {
    prepare(instance, "CREATE USER certified@'%' REQUIRE X509");
    let [cert, key] =
        ["client.crt", "client.key"].map(|it| certificates.path(it).display().to_string());
    let with = format!("?ssl-mode=REQUIRED&ssl-cert={cert}&ssl-key={key}");
    audit(&by_tcp(instance, "certified", &with)).unwrap();
    let without = trouble(&by_tcp(instance, "certified", "?ssl-mode=REQUIRED"));
    assert!(matches!(without.trouble, Trouble::Login(_)), "{without}");
    let keyless = trouble(&by_tcp(instance, "certified", &format!("?ssl-cert={cert}")));
    assert!(
        keyless.to_string().contains("no unencrypted private key"),
        "{keyless}"
    );
}

pub(crate) fn none_there(instance: &Instance) {
    // A server may count a session for a while that has said goodbye.
    prepare(
        instance,
        "ALTER USER plimsoll@'%' WITH MAX_USER_CONNECTIONS 0",
    );
    for mode in ["DISABLED", "PREFERRED"] {
        audit(&by_tcp(
            instance,
            "plimsoll:sesame",
            &format!("?ssl-mode={mode}"),
        ))
        .unwrap();
    }
    for mode in ["REQUIRED", "VERIFY_CA", "VERIFY_IDENTITY"] {
        let error = trouble(&by_tcp(
            instance,
            "plimsoll:sesame",
            &format!("?ssl-mode={mode}"),
        ));
        assert!(
            error.to_string().contains("the server has no TLS"),
            "{error}"
        );
    }
}

/// `caching_sha2_password` in full: the server has forgotten the password, and
/// it goes through TLS, or by the server's key in plain text.
pub(crate) fn a_password_that_the_server_does_not_remember(instance: &Instance) {
    let long = "p".repeat(100);
    prepare(
        instance,
        &format!("CREATE USER lengthy@'%' IDENTIFIED BY '{long}'"),
    );
    for mode in ["REQUIRED", "DISABLED"] {
        for login in ["plimsoll:sesame".to_owned(), format!("lengthy:{long}")] {
            prepare(instance, "FLUSH PRIVILEGES");
            audit(&by_tcp(instance, &login, &format!("?ssl-mode={mode}"))).unwrap();
            audit(&by_tcp(instance, &login, &format!("?ssl-mode={mode}"))).unwrap();
        }
        prepare(instance, "FLUSH PRIVILEGES");
        let error = trouble(&by_tcp(
            instance,
            "plimsoll:wrong",
            &format!("?ssl-mode={mode}"),
        ));
        assert!(matches!(error.trouble, Trouble::Login(_)), "{error}");
    }
}

/// `MariaDB`'s own plugin, which no password in clear text ever leaves for.
pub(crate) fn ed25519(instance: &Instance) {
    let mut session = instance.session().unwrap();
    if let Err(error) = session.query("INSTALL SONAME 'auth_ed25519'") {
        eprintln!("skipped: ed25519 ({error})");
        return;
    }
    let make = "CREATE USER edward@'%' IDENTIFIED VIA ed25519 USING PASSWORD('sesame')";
    prepare(instance, make);
    audit(&by_tcp(instance, "edward:sesame", "")).unwrap();
    let error = trouble(&by_tcp(instance, "edward:wrong", ""));
    assert!(matches!(error.trouble, Trouble::Login(_)), "{error}");
}
