//! A private key that is not its certificate's.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::{ServerSignal, StartRefusal};
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// A certificate was renewed and the key beside it was not, or the other way round. At a
    /// reload the server keeps the pair that it has; the next start is refused, which may be
    /// weeks later and for another reason.
    ///
    /// ## How it shows
    ///
    /// `could not load private key file … key values mismatch`, `Private key does not match
    /// the certificate public key`; at a reload `SSL configuration was not reloaded` behind it.
    ///
    /// ## What speaks against it
    ///
    /// A key that could not be read at all: its path, its rights, its passphrase.
    ///
    /// ## What to do
    ///
    /// Put the key that the certificate was made for beside it (`openssl x509 -noout -pubkey`,
    /// `openssl pkey -pubout`: both print the same for a pair), or the old pair back. Have what
    /// renews it put both in place before it reloads.
    KEY_OF_ANOTHER_CERTIFICATE {
        name: "key-of-another-certificate",
        class: CertificateInvalid,
        layer: Some(Layer::Operator),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let said = story.servers_said(|said| {
        matches!(
            said,
            ServerSignal::KeyMismatch | ServerSignal::StartRefused(StartRefusal::KeyMismatch)
        )
    });
    if said.is_empty() {
        return None;
    }
    let named: &[&str] = if story.is_of_mysql() {
        &["ssl_key", "ssl_cert"]
    } else {
        &["ssl_key_file", "ssl_cert_file"]
    };
    let message = "the private key is not the one that the certificate was made for: put the right pair in place";
    let weighed = Weighed::new(message)
        .blames(named)
        .shown(Weight::Proof, said);
    Some(weighed)
}
