use expect_test::expect;

use super::heard;

#[test]
fn access_logs_are_searched_for_errors_and_sampled() {
    let mut text = String::new();
    for second in 0..50 {
        let line = format!(
            "10.0.0.1 - - [22/May/2024:12:00:{second:02} +0200] \"GET /orders?token=s3cret HTTP/1.1\" 200 512 \"-\" \"curl/8.5\"\n"
        );
        text.push_str(&line);
    }
    text.push_str("shop.example:443 10.0.0.1 - bob [22/May/2024:12:05:00 +0200] \"POST /pay?card=1 HTTP/2.0\" 502 157 \"-\" \"-\"\n");
    text.push_str("10.0.0.1 - - [22/May/2024:12:05:01 +0200] \"GET / HTTP/1.1\" 504 0\n");
    text.push_str("10.0.0.1 - - [22/May/2024:12:09:00 +0200] \"GET /50 HTTP/1.1\" 404 50\n");
    expect![[r"
        web server
        1 05-22 10:00:00 Client(Served)
        51 05-22 10:05:00 Client(ServedError { status: 502 })
        52 05-22 10:05:01 Client(ServedError { status: 504 })
    "]]
    .assert_eq(&heard(&text));
    assert!(!heard(&text).contains("s3cret"));
}

#[test]
fn errors_about_what_is_behind_are_heard() {
    let text = r#"2024/05/22 10:00:00 [notice] 1#1: start worker processes
2024/05/22 10:05:00 [error] 7#7: *1 connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.9, server: shop, request: "GET / HTTP/1.1", upstream: "http://10.0.0.5:8080/", host: "shop"
2024/05/22 10:06:00 [error] 7#7: *2 upstream timed out (110: Connection timed out) while reading response header from upstream, client: 10.0.0.9
2024/05/22 10:07:00 [error] 7#7: *3 no live upstreams while connecting to upstream, client: 10.0.0.9
2024/05/22 10:08:00 [error] 7#7: *4 recv() failed (104: Connection reset by peer) while reading response header from upstream
2024/05/22 10:09:00 [error] 7#7: *5 open() "/srv/favicon.ico" failed (2: No such file or directory), client: 10.0.0.9
2024/05/22 10:09:01 [error] 7#7: *6 upstream prematurely closed connection while reading response header from upstream
"#;
    expect![[r#"
        web server
        2 05-22 10:05:00 Client(UpstreamFailed { why: "refused" })
        3 05-22 10:06:00 Client(UpstreamFailed { why: "timeout" })
        4 05-22 10:07:00 Client(UpstreamFailed { why: "no live upstream" })
        5 05-22 10:08:00 Client(UpstreamFailed { why: "reset" })
        7 05-22 10:09:01 Client(UpstreamFailed { why: "reset" })
    "#]]
    .assert_eq(&heard(text));
    let apache = "[Wed May 22 10:05:00.123456 2024] [proxy:error] [pid 7:tid 8] (111)Connection refused: AH00957: http: attempt to connect to 10.0.0.5:8080 (*) failed
[Wed May 22 10:05:00.123456 2024] [proxy_http:error] [pid 7:tid 8] [client 10.0.0.9:1] AH01114: HTTP: failed to make connection to backend: 10.0.0.5
[Wed May 22 10:06:30 2024] [proxy_http:error] [pid 7:tid 8] (70007)The timeout specified has expired: [client 10.0.0.9:1] AH01102: error reading status line from remote server 10.0.0.5:8080
";
    expect![[r#"
        web server
        1 05-22 10:05:00 Client(UpstreamFailed { why: "refused" })
        3 05-22 10:06:30 Client(UpstreamFailed { why: "timeout" })
    "#]]
    .assert_eq(&heard(apache));
}

#[test]
fn haproxy_tells_of_checks_and_of_sessions() {
    let text = r#"[NOTICE]   (1) : New worker (8) forked
10.0.1.2:33312 [22/May/2024:10:00:00.123] fe app/s1 0/0/1/2/3 200 222 - - ---- 2/2/0/0/0 0/0 "GET / HTTP/1.1"
10.0.1.2:33313 [22/May/2024:10:05:00.123] fe app/s1 0/0/-1/-1/3 503 222 - - SC-- 2/2/0/0/3 0/0 "GET /?q= SC-- HTTP/1.1"
10.0.1.2:33313 [22/May/2024:10:05:01.123] fe app/s1 0/0/0/-1/50000 504 222 - - sH-- 2/2/0/0/3 0/0 "GET / HTTP/1.1"
10.0.1.2:33313 [22/May/2024:10:05:02.123] pg pg/pg1 0/0/60000 1200 SD 1/1/0/0/0 0/0
[WARNING]  (8) : Server pg/pg1 is DOWN, reason: Layer4 connection problem, info: "Connection refused", check duration: 0ms. 0 active and 0 backup servers left.
[ALERT]    (8) : backend 'pg' has no server available!
[WARNING]  (8) : Server pg/pg1 is UP, reason: Layer4 check passed, check duration: 0ms.
10.0.1.2:33312 [22/May/2024:10:09:00.123] fe app/s1 0/0/1/2/3 200 222 - - CD-- 2/2/0/0/0 0/0 "GET / HTTP/1.1"
"#;
    expect![[r#"
        HAProxy
        3 05-22 10:05:00 Client(UpstreamFailed { why: "refused" })
        4 05-22 10:05:01 Client(UpstreamFailed { why: "timeout" })
        5 05-22 10:05:02 Client(UpstreamFailed { why: "reset" })
        6 - Client(BackendDown { backend: "pg/pg1" })
        7 - Client(UpstreamFailed { why: "no live upstream" })
        8 - Client(BackendUp { backend: "pg/pg1" })
    "#]]
    .assert_eq(&heard(text));
}

#[test]
fn poolers_tell_of_servers_and_of_clients() {
    let text = "2024-05-22 10:00:00.001 UTC [7] LOG process up: PgBouncer 1.22.1, libevent 2.1.12-stable (epoll), adns: evdns2
2024-05-22 10:01:00.001 UTC [7] LOG stats: 10 xacts/s, 20 queries/s, in 1 B/s
2024-05-22 10:02:00.001 UTC [7] LOG S-0x55: shop/app@10.0.0.5:5432 closing because: connect failed (age=0s)
2024-05-22 10:02:01.001 UTC [7] WARNING S-0x55: shop/app@10.0.0.5:5432 server login failed: FATAL sorry, too many clients already
2024-05-22 10:02:02.001 UTC [7] WARNING C-0x55: (nodb)/(nouser)@10.0.0.9:4 pooler error: no more connections allowed (max_client_conn)
2024-05-22 10:02:03.001 UTC [7] LOG S-0x55: shop/app@10.0.0.5:5432 closing because: server conn crashed? (age=90s)
2024-05-22 10:02:04.001 UTC [7] WARNING C-0x55: shop/app@10.0.0.9:4 pooler error: query_wait_timeout
2024-05-22 10:02:04.001 UTC [7] WARNING C-0x55: shop/app@10.0.0.9:4 pooler error: server login has been failing, cached error: password authentication failed (server_login_retry)
2024-05-22 10:02:05.001 UTC [7] LOG C-0x55: shop/app@10.0.0.9:4 closing because: client close request (age=1s)
";
    expect![[r"
        pooler
        1 05-22 10:00:00 Client(Started)
        3 05-22 10:02:00 Client(Refused)
        4 05-22 10:02:01 Client(TooManySessions)
        5 05-22 10:02:02 Client(PoolExhausted) 2 times
        6 05-22 10:02:03 Client(Cut)
    "]]
    .assert_eq(&heard(text));
    let proxysql = "2024-05-22 10:00:00 [INFO] Cluster: Fetched
2024-05-22 10:05:00 MySQL_HostGroups_Manager.cpp:1234:connect_error(): [ERROR] Shunning server 10.0.0.5:3306 with 5 errors/sec. Shunning for 10 seconds
2024-05-22 10:05:01 MySQL_Session.cpp:1:handler(): [WARNING] Error during query: Max connect timeout reached while reaching hostgroup 1 after 10000ms
";
    expect![[r#"
        pooler
        2 05-22 10:05:00 Client(BackendDown { backend: "10.0.0.5:3306" })
        3 05-22 10:05:01 Client(PoolExhausted)
    "#]]
    .assert_eq(&heard(proxysql));
}
