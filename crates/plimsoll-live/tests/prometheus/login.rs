//! Who asks: the secret goes to the Prometheus alone and is shown nowhere.

use std::sync::Arc;

use plimsoll_live::read::host::prometheus::Login;

use crate::support::{Saying, at, by_query, double, http, one, told};

fn echo(secret: &str) -> Vec<String> {
    ["echo", secret].map(str::to_owned).to_vec()
}

/// One that lets in whoever has this header.
fn behind(header: &'static str) -> Saying {
    let inner = by_query(&[("node_memory_MemTotal_bytes", one("1024"))]);
    Arc::new(move |query, head| {
        if head
            .to_ascii_lowercase()
            .contains(&header.to_ascii_lowercase())
        {
            inner(query, head)
        } else {
            http("401 Unauthorized", "hunter2 is no token")
        }
    })
}

#[tokio::test]
async fn a_token_and_a_password_let_in() {
    let token = |secret| Login::Token {
        command: echo(secret),
    };
    let password = Login::Password {
        user: "plimsoll".to_owned(),
        command: echo("hunter2"),
    };
    let failing = Login::Token {
        command: ["sh", "-c", "echo hunter2 >&2; exit 3"]
            .map(str::to_owned)
            .to_vec(),
    };
    // printf 'plimsoll:hunter2' | base64
    let basic = "Authorization: Basic cGxpbXNvbGw6aHVudGVyMg==";
    let bearer = "Authorization: Bearer hunter2";
    let cases = [
        (bearer, Some(token("hunter2")), None),
        (basic, Some(password), None),
        (
            bearer,
            Some(token("hunter3")),
            Some("the login is refused (401 Unauthorized): look at what its command gives"),
        ),
        (
            bearer,
            None,
            Some(
                "it wants a login (401 Unauthorized): give user and password_command, or token_command",
            ),
        ),
        (
            bearer,
            Some(failing),
            Some("its token_command sh failed (exit status: 3)"),
        ),
    ];
    for (header, login, refused) in cases {
        let double = double(behind(header)).await;
        let mut prometheus = at(&double.url);
        prometheus.login = login;
        let told = told(&double, &prometheus).await;
        let why = told.as_ref().err().map(String::as_str);
        let refused = refused.map(|why| format!("Prometheus http://prom: {why}"));
        assert_eq!(why, refused.as_deref());
        assert!(
            !format!("{told:?}{prometheus:?}").contains("Bearer"),
            "{told:?}"
        );
    }
}
