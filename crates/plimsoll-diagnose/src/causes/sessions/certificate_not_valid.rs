//! A certificate's dates: it expired, or is not valid yet.

use plimsoll_model::Layer;

use crate::cause::{Weighed, Weight, cause};
use crate::signal::{CertificateOf, ClientSignal, Said, ServerSignal, Signal};
use crate::story::Story;

cause! {
    /// ## What it is
    ///
    /// The server works, and sessions with TLS are refused: the certificate of the server, of a
    /// client or of who signed it has expired, or is not valid yet. Neither PostgreSQL nor MySQL
    /// looks at the dates of its own as it starts: it is clients that notice, all within a minute.
    ///
    /// ## How it shows
    ///
    /// Clients: `certificate has expired`, `certificate verify failed`, `ERROR 2026`. A
    /// PostgreSQL server: `could not accept SSL connection: … alert certificate expired`; for a
    /// client's, `Client certificate verification failed … certificate has expired`.
    ///
    /// ## What speaks against it
    ///
    /// A server that fell: then clients fail for that. Another reason of a failed verification
    /// (a name, an issuer that is not known).
    ///
    /// ## What to do
    ///
    /// See the dates (`openssl s_client -starttls postgres -connect HOST:5432`, `-starttls mysql`),
    /// and the clock of both sides. Put the new certificate in place and have it read:
    /// `SELECT pg_reload_conf()`, `ALTER INSTANCE RELOAD TLS`, `FLUSH SSL`. A client's is renewed
    /// where the client runs. Do not turn verification off.
    CERTIFICATE_NOT_VALID {
        name: "certificate-not-valid",
        class: CertificateInvalid,
        layer: Some(Layer::Operator),
        weigh: weigh,
    }
}

fn weigh(story: &Story) -> Option<Weighed> {
    let of_server = refused(story, |of, is_outdated| {
        of == CertificateOf::Server && is_outdated
    });
    let of_client = refused(story, |of, is_outdated| {
        of == CertificateOf::Client && is_outdated
    });
    let unsaid = refused(story, |_, is_outdated| !is_outdated);
    if of_server.is_empty() && of_client.is_empty() && unsaid.is_empty() {
        return None;
    }
    let is_clients = of_server.is_empty() && !of_client.is_empty();
    let message = if is_clients {
        "the server refuses a client's certificate, which has expired or is not valid yet: renew it where the client runs"
    } else if of_server.is_empty() {
        "a certificate is not accepted, and nothing says why: look at its dates, its name and its issuer (openssl s_client -starttls)"
    } else {
        "clients refuse the server's certificate, which has expired or is not valid yet: put a new one in place and have it read"
    };
    let unsaid_weight = match (of_server.is_empty(), of_client.is_empty()) {
        (true, true) => Weight::Strong,
        _ => Weight::Slight,
    };
    let weighed = Weighed::new(message)
        .shown(Weight::Proof, of_server.into_iter().chain(of_client))
        .shown(unsaid_weight, unsaid)
        .against(
            Weight::Strong,
            story.fall().is_some(),
            "something graver happened",
        );
    Some(if is_clients {
        weighed.mended_in(Layer::Application)
    } else {
        weighed
    })
}

/// What either side says of certificates that were not accepted.
fn refused(story: &Story, is: impl Fn(CertificateOf, bool) -> bool) -> Vec<&Signal> {
    let said = story.signals().filter(|signal| match signal.said {
        Said::Server(ServerSignal::CertificateRefused { of, is_outdated })
        | Said::Client(ClientSignal::CertificateRefused { of, is_outdated }) => is(of, is_outdated),
        _ => false,
    });
    said.collect()
}
