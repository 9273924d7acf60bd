//! Certificates made for a test by the `openssl` program.

use plimsoll_lab::ServerUser;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;
use tempfile::TempDir;

/// Keys that are quick to make.
const KIND: [&str; 3] = ["ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];

/// An authority, another one that signed nothing, a server and a client.
pub(crate) struct Certificates(TempDir);

impl Certificates {
    pub(crate) fn made() -> Self {
        let made = Self(tempfile::tempdir().unwrap());
        ServerUser::ready().unwrap().own(made.0.path()).unwrap();
        made.self_signed("ca", "/CN=Plimsoll test authority");
        made.self_signed("stranger", "/CN=Another authority");
        made.signed("server", "subjectAltName=DNS:localhost");
        made.signed("client", "basicConstraints=CA:FALSE");
        made
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// The settings of a server that has them.
    pub(crate) fn of_server(&self) -> Vec<(&'static str, String)> {
        [
            ("ssl_ca", "ca.crt"),
            ("ssl_cert", "server.crt"),
            ("ssl_key", "server.key"),
        ]
        .map(|(name, file)| (name, self.path(file).display().to_string()))
        .to_vec()
    }

    fn openssl(&self, words: &[&str]) {
        let mut command = Command::new("openssl");
        let said = command
            .args(words)
            .current_dir(self.0.path())
            .output()
            .unwrap();
        let error = String::from_utf8_lossy(&said.stderr);
        assert!(said.status.success(), "{words:?}: {error}");
    }

    fn self_signed(&self, name: &str, subject: &str) {
        let (key, crt) = (format!("{name}.key"), format!("{name}.crt"));
        let words = [
            "req", "-x509", "-newkey", KIND[0], KIND[1], KIND[2], "-nodes", "-days", "30",
        ];
        self.openssl(
            &[
                &words[..],
                &["-subj", subject, "-keyout", &key, "-out", &crt],
            ]
            .concat(),
        );
    }

    fn signed(&self, name: &str, extension: &str) {
        let [key, csr, crt] = ["key", "csr", "crt"].map(|end| format!("{name}.{end}"));
        let words = [
            "req", "-newkey", KIND[0], KIND[1], KIND[2], "-nodes", "-subj", "/CN=x",
        ];
        self.openssl(&[&words[..], &["-keyout", &key, "-out", &csr]].concat());
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
        fs::set_permissions(self.path(&key), fs::Permissions::from_mode(0o600)).unwrap();
        ServerUser::ready().unwrap().own(&self.path(&key)).unwrap();
    }
}
