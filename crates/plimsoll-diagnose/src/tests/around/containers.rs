//! What containers' runtimes and those who ask them print.

use expect_test::expect;

use super::heard;

#[test]
fn a_described_pod_tells_its_limit_its_end_and_its_events() {
    let told = heard(
        "Name:         db-0\nNamespace:    shop\nStart Time:   Fri, 15 Sep 2023 07:20:58 +0200\nStatus:       Running\nContainers:\n  postgres:\n    Image:          postgres:16.1\n    State:          Waiting\n      Reason:       CrashLoopBackOff\n    Last State:     Terminated\n      Reason:       OOMKilled\n      Exit Code:    137\n      Finished:     Fri, 15 Sep 2023 09:56:17 +0200\n    Restart Count:  7\n    Limits:\n      cpu:     1\n      memory:  512Mi\n    Requests:\n      memory:  256Mi\nEvents:\n  Type     Reason     Age                  From     Message\n  ----     ------     ----                 ----     -------\n  Warning  Unhealthy  9m1s (x9 over 30m)   kubelet  Liveness probe failed: command timed out\n",
    );
    expect![[r#"
        Kubernetes, description of a pod
        1 09-15 05:20:58 Orchestrator(MemoryLimit { unit: "db-0/postgres", bytes: 536870912 })
        10 09-15 07:56:17 Orchestrator(OomKilled { unit: "db-0/postgres" })
        9 - Orchestrator(GaveUp { unit: "db-0/postgres" })
        23 - Orchestrator(ProbeFailed { unit: "db-0", probe: "liveness", why: "timeout" })
    "#]]
    .assert_eq(&told);
}

#[test]
fn a_containers_state_tells_its_limit_and_its_end() {
    let told = heard(
        "[\n  {\n    \"Name\": \"/shop-db-1\",\n    \"State\": {\"Running\": false, \"OOMKilled\": true, \"ExitCode\": 137,\n      \"StartedAt\": \"2024-05-22T08:00:01Z\", \"FinishedAt\": \"2024-05-22T10:31:51Z\"},\n    \"HostConfig\": {\"Memory\": 536870912},\n    \"Config\": {\"Image\": \"postgres:16\", \"Env\": [\"POSTGRES_PASSWORD=verysecret\"]}\n  }\n]\n",
    );
    expect![[r#"
        Docker, state of containers
        1 05-22 08:00:01 Orchestrator(MemoryLimit { unit: "shop-db-1", bytes: 536870912 })
        1 05-22 10:31:51 Orchestrator(OomKilled { unit: "shop-db-1" })
    "#]]
    .assert_eq(&told);
}

#[test]
fn lines_in_frames_and_among_others_are_the_databases() {
    let told = heard(
        "2024-05-22T10:00:00.1Z stderr F postgresql 10:00:00.10 INFO  ==> ** Starting PostgreSQL **\n2024-05-22T10:00:01.1Z stderr P 2024-05-22 10:00:01.100 UTC [1] FATAL:  data directory \"/data\" has inv\n2024-05-22T10:00:01.1Z stderr F alid permissions\n2024-05-22T10:00:01.1Z stderr F 2024-05-22 10:00:01.100 UTC [1] DETAIL:  Permissions should be u=rwx (0700) or u=rwx,g=rx (0750).\n",
    );
    expect![[r#"
        PostgreSQL, stderr
        ! 1 entries are not of this format and were passed over
        ! its lines stand in a container runtime's log (CRI)
        2 05-22 10:00:01 Server(StartRefused(File(Rights { path: Some("/data") })))
    "#]]
    .assert_eq(&told);
}
