//! Every sslmode against servers with certificates made here.

use crate::support::{address, audit, folder, hba, installed};
use plimsoll_lab::{Instance, Server, ServerUser};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// Keys that are quick to make.
const KIND: [&str; 3] = ["ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];

/// An authority, certificates of its own, and some of nobody's.
struct Certificates(TempDir);

impl Certificates {
    fn made() -> Self {
        let made = Self(folder());
        made.self_signed("ca", "/CN=Plimsoll test authority", "");
        made.self_signed("stranger", "/CN=Another authority", "");
        made.self_signed("own", "/CN=localhost", "");
        made.signed(
            "right",
            "/CN=x",
            "subjectAltName=DNS:localhost,IP:127.0.0.1",
        );
        made.signed(
            "wrong",
            "/CN=localhost",
            "subjectAltName=DNS:db.example.org",
        );
        made.signed("nameless", "/CN=localhost", "basicConstraints=CA:FALSE");
        made.signed("client", "/CN=certified", "basicConstraints=CA:FALSE");
        made.signed("old", "/CN=localhost", "");
        made.convert("client.key", "sec1.key", &["ec"]);
        made.openssl(&["genrsa", "-traditional", "-out", "rsa.key", "2048"]);
        made.signed_key("rsa", "/CN=certified");
        made
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn openssl(&self, words: &[&str]) -> String {
        let said = Command::new("openssl")
            .args(words)
            .current_dir(self.0.path())
            .output();
        let said = said.unwrap();
        let error = String::from_utf8_lossy(&said.stderr);
        assert!(said.status.success(), "{words:?}: {error}");
        String::from_utf8(said.stdout).unwrap()
    }

    fn self_signed(&self, name: &str, subject: &str, more: &str) {
        let (key, crt) = (format!("{name}.key"), format!("{name}.crt"));
        let words = [
            "req", "-x509", "-newkey", KIND[0], KIND[1], KIND[2], "-nodes", "-days", "30",
        ];
        let rest = ["-subj", subject, "-keyout", &key, "-out", &crt];
        let more: Vec<&str> = more.split_whitespace().collect();
        self.openssl(&[&words[..], &rest, &more].concat());
        self.own(&key);
    }

    fn signed(&self, name: &str, subject: &str, extension: &str) {
        let (key, csr) = (format!("{name}.key"), format!("{name}.csr"));
        let words = ["req", "-newkey", KIND[0], KIND[1], KIND[2], "-nodes"];
        let rest = ["-subj", subject, "-keyout", &key, "-out", &csr];
        self.openssl(&[&words[..], &rest].concat());
        self.sign(name, extension);
    }

    /// For a key that is there, of the older kinds of file.
    fn signed_key(&self, name: &str, subject: &str) {
        let (key, csr) = (format!("{name}.key"), format!("{name}.csr"));
        self.openssl(&["req", "-new", "-key", &key, "-subj", subject, "-out", &csr]);
        self.sign(name, "basicConstraints=CA:FALSE");
    }

    fn sign(&self, name: &str, extension: &str) {
        let (csr, crt) = (format!("{name}.csr"), format!("{name}.crt"));
        fs::write(self.path("extensions"), extension).unwrap();
        let words = [
            "x509", "-req", "-in", &csr, "-CA", "ca.crt", "-CAkey", "ca.key",
        ];
        let rest = [
            "-CAcreateserial",
            "-days",
            "30",
            "-extfile",
            "extensions",
            "-out",
            &crt,
        ];
        self.openssl(&[&words[..], &rest].concat());
        self.own(&format!("{name}.key"));
    }

    fn convert(&self, from: &str, to: &str, words: &[&str]) {
        self.openssl(&[words, &["-in", from, "-out", to]].concat());
        self.own(to);
    }

    /// Keys belong to the server's user, and to nobody else.
    fn own(&self, key: &str) {
        fs::set_permissions(self.path(key), fs::Permissions::from_mode(0o600)).unwrap();
        ServerUser::ready().unwrap().own(&self.path(key)).unwrap();
    }

    fn server(&self, certificate: &str, hba: &str) -> Option<Instance> {
        let server = Server::new(&installed("postgresql-16")?)
            .with_tcp()
            .set("ssl", "on")
            .set("hba_file", hba)
            .set(
                "ssl_cert_file",
                shown(&self.path(&format!("{certificate}.crt"))),
            )
            .set(
                "ssl_key_file",
                shown(&self.path(&format!("{certificate}.key"))),
            )
            .set("ssl_ca_file", shown(&self.path("ca.crt")));
        Some(server.start().unwrap())
    }

    /// What a client sees with these words: the TLS in use, or why there is none.
    fn seen(&self, instance: &Instance, words: &str) -> String {
        let mut text = format!(
            "host=localhost hostaddr=127.0.0.1 port={} dbname=postgres ",
            instance.port().unwrap()
        );
        for word in words.split(' ') {
            let (name, value) = word.split_once('=').unwrap();
            // A file's name stands for its path.
            let is_file = matches!(name, "sslrootcert" | "sslcert" | "sslkey");
            let path = shown(&self.path(value));
            let is_path = is_file && value != "system";
            let value = if is_path { path.as_str() } else { value };
            text.extend([" ", name, "=", value]);
        }
        match audit(&address(&text)) {
            Ok(found) => found
                .row("identity")
                .unwrap()
                .text("tls_version")
                .unwrap_or("plain")
                .to_owned(),
            Err(error) => error.trouble.to_string(),
        }
    }

    fn hold(&self, instance: &Instance, cases: &[(&str, &str)]) {
        for (words, expected) in cases {
            let seen = self.seen(instance, words);
            assert!(seen.contains(expected), "{words}: {seen}");
        }
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

const HBA: &str = "
    hostssl   all certified 127.0.0.1/32 cert
    hostssl   all bound     127.0.0.1/32 scram-sha-256
    hostnossl all plain     127.0.0.1/32 trust
    hostssl   all secure    127.0.0.1/32 trust
    host      all postgres  127.0.0.1/32 trust";

#[test]
fn every_sslmode_means_what_libpq_means_by_it() {
    let certificates = Certificates::made();
    let (_folder, hba) = hba(HBA);
    let Some(right) = certificates.server("right", &hba) else {
        return;
    };
    let roles = "create role certified login; create role plain login; create role secure login;
                 create role bound login password 'boundpass'";
    for statement in roles.split(';') {
        right.session().unwrap().query(statement).unwrap();
    }
    certificates.hold(&right, MODES);
    certificates.hold(&right, CLIENT_CERTIFICATES);
    fs::set_permissions(
        certificates.path("rsa.key"),
        fs::Permissions::from_mode(0o644),
    )
    .unwrap();
    certificates.hold(
        &right,
        &[(
            "user=certified sslmode=require sslcert=client.crt sslkey=rsa.key",
            "may be read by others",
        )],
    );
    drop(right);
    let text = certificates.openssl(&["x509", "-in", "old.crt", "-noout", "-text"]);
    let mut others = vec![("wrong", WRONG), ("nameless", NAMELESS), ("own", OWN)];
    if text.contains("Version: 1 ") {
        others.push(("old", OLD));
    } else {
        eprintln!("skipped: a certificate of version 1 (this openssl makes none)");
    }
    for (name, cases) in others {
        let server = certificates.server(name, &hba).unwrap();
        certificates.hold(&server, cases);
    }
}

const MODES: &[(&str, &str)] = &[
    ("user=postgres sslmode=disable", "plain"),
    ("user=secure sslmode=disable", "no encryption"),
    ("user=postgres sslmode=allow", "plain"),
    ("user=secure sslmode=allow", "TLSv1.3"),
    ("user=postgres sslmode=prefer", "TLSv1.3"),
    ("user=plain sslmode=prefer", "plain"),
    // The file of roots counts in every mode; what is only preferred goes on without.
    (
        "user=postgres sslmode=prefer sslrootcert=stranger.crt",
        "plain",
    ),
    (
        "user=secure sslmode=prefer sslrootcert=stranger.crt",
        "no encryption; with TLS before: the server's certificate is signed by no authority",
    ),
    ("user=postgres sslmode=require", "TLSv1.3"),
    (
        "user=postgres sslmode=require sslrootcert=ca.crt",
        "TLSv1.3",
    ),
    (
        "user=postgres sslmode=require sslrootcert=stranger.crt",
        "is signed by no authority in",
    ),
    ("user=plain sslmode=require", "SSL encryption"),
    (
        "user=postgres sslmode=verify-ca sslrootcert=ca.crt",
        "TLSv1.3",
    ),
    (
        "user=postgres sslmode=verify-ca sslrootcert=stranger.crt",
        "is signed by no authority in",
    ),
    ("user=postgres sslmode=verify-ca", "no root certificates"),
    (
        "user=postgres sslmode=verify-ca sslrootcert=absent.crt",
        "absent.crt does not exist",
    ),
    (
        "user=postgres sslmode=verify-full sslrootcert=ca.crt",
        "TLSv1.3",
    ),
    (
        "user=postgres sslmode=verify-full sslrootcert=ca.crt host=127.0.0.1",
        "TLSv1.3",
    ),
    (
        "user=postgres sslmode=verify-full sslrootcert=ca.crt host=db1",
        "not for db1: connect by that name",
    ),
    ("user=postgres sslrootcert=system", "this machine"),
    (
        "user=bound password=boundpass sslmode=require channel_binding=require",
        "TLSv1.3",
    ),
    (
        "user=postgres sslmode=require channel_binding=require",
        "did not use channel binding",
    ),
];

const CLIENT_CERTIFICATES: &[(&str, &str)] = &[
    (
        "user=certified sslmode=require sslcert=client.crt sslkey=client.key",
        "TLSv1.3",
    ),
    (
        "user=certified sslmode=require sslcert=client.crt sslkey=sec1.key",
        "TLSv1.3",
    ),
    (
        "user=certified sslmode=require sslcert=rsa.crt sslkey=rsa.key",
        "TLSv1.3",
    ),
    (
        "user=certified sslmode=require",
        "connection requires a valid client certificate",
    ),
    (
        "user=certified sslmode=require sslcert=client.crt",
        "no key for it",
    ),
];

const WRONG: &[(&str, &str)] = &[
    (
        "user=postgres sslmode=verify-ca sslrootcert=ca.crt",
        "TLSv1.3",
    ),
    // Its common name fits and does not count beside other names.
    (
        "user=postgres sslmode=verify-full sslrootcert=ca.crt",
        "not for localhost: connect by that name",
    ),
];

const NAMELESS: &[(&str, &str)] = &[
    (
        "user=postgres sslmode=verify-full sslrootcert=ca.crt",
        "TLSv1.3",
    ),
    (
        "user=postgres sslmode=verify-full sslrootcert=ca.crt host=db1",
        "not for db1",
    ),
];

const OWN: &[(&str, &str)] = &[
    (
        "user=postgres sslmode=verify-full sslrootcert=own.crt",
        "TLSv1.3",
    ),
    (
        "user=postgres sslmode=verify-ca sslrootcert=ca.crt",
        "certificate",
    ),
];

/// A certificate of X.509 version 1.
const OLD: &[(&str, &str)] = &[
    ("user=postgres sslmode=require", "TLSv1.3"),
    (
        "user=postgres sslmode=verify-ca sslrootcert=ca.crt",
        "version 1",
    ),
];

#[test]
fn a_server_without_tls_is_refused_where_tls_is_wanted() {
    let Some(instance) = crate::support::started("postgresql-18") else {
        return;
    };
    let certificates = Certificates(folder());
    certificates.hold(
        &instance,
        &[
            ("user=postgres sslmode=prefer", "plain"),
            ("user=postgres sslmode=require", "the server has no TLS"),
        ],
    );
}

#[test]
fn tls_can_begin_without_being_asked_for_from_17_on() {
    let certificates = Certificates(folder());
    certificates.self_signed("ca", "/CN=localhost", "");
    let Some(server) = installed("postgresql-17") else {
        return;
    };
    let instance = Server::new(&server)
        .with_tcp()
        .set("ssl", "on")
        .set("ssl_cert_file", shown(&certificates.path("ca.crt")))
        .set("ssl_key_file", shown(&certificates.path("ca.key")))
        .start()
        .unwrap();
    let words = "user=postgres sslmode=require sslnegotiation=direct";
    certificates.hold(&instance, &[(words, "TLSv1.3")]);
}
