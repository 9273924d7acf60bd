use expect_test::expect;

use super::heard;

const EVENTS: &str = r#"{
    "apiVersion": "v1",
    "items": [
        {
            "apiVersion": "v1",
            "count": 3,
            "firstTimestamp": "2024-05-22T10:00:00Z",
            "involvedObject": {
                "fieldPath": "spec.containers{postgres}",
                "kind": "Pod",
                "name": "db-0"
            },
            "kind": "Event",
            "lastTimestamp": "2024-05-22T10:05:00Z",
            "message": "Liveness probe failed: dial tcp 10.0.0.5:5432: connect: connection refused",
            "reason": "Unhealthy",
            "type": "Warning"
        },
        {
            "apiVersion": "events.k8s.io/v1",
            "deprecatedLastTimestamp": null,
            "eventTime": "2024-05-22T10:05:01.123456Z",
            "kind": "Event",
            "note": "Container postgres failed liveness probe, will be restarted",
            "reason": "Killing",
            "regarding": {
                "name": "db-0"
            }
        },
        {
            "firstTimestamp": "2024-05-22T09:00:00Z",
            "involvedObject": {"kind": "Deployment", "name": "orders"},
            "kind": "Event",
            "message": "Scaled up replica set orders-7d9c5b8f6d to 3",
            "reason": "ScalingReplicaSet"
        },
        {
            "firstTimestamp": "2024-05-22T09:00:01Z",
            "involvedObject": {"kind": "Pod", "name": "orders-7d9c5b8f6d-x2x4q"},
            "kind": "Event",
            "message": "Stopping container orders",
            "reason": "Killing"
        }
    ],
    "kind": "List",
    "metadata": {
        "resourceVersion": ""
    }
}
"#;

#[test]
fn events_are_read_pretty_and_compact() {
    let told = r#"5-22 10:00:00 Orchestrator(ProbeFailed { unit: "db-0", probe: "liveness", why: "connection refused" })
15 05-22 10:05:00 Orchestrator(ProbeFailed { unit: "db-0", probe: "liveness", why: "connection refused" })
24 05-22 10:05:01 Orchestrator(KilledForProbe { unit: "db-0", probe: "liveness" })
34 05-22 09:00:00 Event("#;
    let pretty = heard(EVENTS);
    assert!(pretty.contains(told), "{pretty}");
    assert_eq!(pretty.lines().count(), 5, "{pretty}");
    let value: serde_json::Value = serde_json::from_str(EVENTS).unwrap();
    let signals = |text: &str| {
        let lines = text.lines().skip(1);
        let said = lines.map(|line| line.split_once(' ').unwrap().1.to_owned());
        said.collect::<Vec<_>>()
    };
    let items = value["items"].as_array().unwrap();
    let by_line: Vec<String> = items.iter().map(ToString::to_string).collect();
    let by_line = by_line.join("\n");
    for other in [format!("{value}\n"), by_line] {
        assert_eq!(signals(&heard(&other)), signals(&pretty), "{other}");
    }
}

#[test]
fn a_pods_status_tells_limits_and_ends() {
    let text = r#"{
    "apiVersion": "v1",
    "kind": "Pod",
    "metadata": {"name": "db-0"},
    "spec": {
        "containers": [
            {
                "name": "postgres",
                "resources": {"limits": {"cpu": "2", "memory": "2Gi"}}
            },
            {"name": "exporter", "resources": {"limits": {"memory": 67108864}}}
        ]
    },
    "status": {
        "startTime": "2024-05-22T08:00:00Z",
        "containerStatuses": [
            {
                "name": "postgres",
                "ready": false,
                "restartCount": 4,
                "lastState": {"terminated": {"exitCode": 137, "reason": "OOMKilled", "finishedAt": "2024-05-22T10:00:00Z"}},
                "state": {"waiting": {"reason": "CrashLoopBackOff"}}
            },
            {
                "name": "exporter",
                "lastState": {"terminated": {"exitCode": 2}},
                "state": {"running": {"startedAt": "2024-05-22T08:00:01Z"}}
            }
        ]
    }
}
"#;
    expect![[r#"
        Kubernetes, JSON
        1 05-22 08:00:00 Orchestrator(MemoryLimit { unit: "db-0/postgres", bytes: 2147483648 })
        21 05-22 10:00:00 Orchestrator(OomKilled { unit: "db-0/postgres" })
        22 - Orchestrator(GaveUp { unit: "db-0/postgres" })
        27 05-22 08:00:01 Client(Started)
    "#]]
    .assert_eq(&heard(text));
}

#[test]
fn the_table_of_events_is_read_by_its_columns() {
    let text = "\
NAMESPACE   LAST SEEN   TYPE      REASON        OBJECT                        MESSAGE
shop        5m12s       Warning   OOMKilling    node/node-7                   Memory cgroup out of memory: Killed process 431 (postgres) total-vm:1kB
shop        5m          Warning   Evicted       pod/db-0                      The node was low on resource: memory. Threshold quantity: 100Mi
shop        4m          Normal    Scheduled     pod/db-0                      Successfully assigned shop/db-0 to node-8
shop        3m          Warning   FailedMount   pod/db-0                      Unable to attach or mount volumes
shop        2m          Warning   NodeNotReady  pod/db-0                      Node is not ready
shop        1m          Warning   BackOff       pod/web-0                     Back-off pulling image
short
";
    expect![[r#"
        Kubernetes, table of events
        ! 1 entries are not of this format and were passed over
        2 - Orchestrator(OomKilled { unit: "postgres" })
        3 - Orchestrator(Evicted { unit: "db-0", why: "memory" })
        5 - Orchestrator(VolumeTrouble { unit: "db-0" })
        6 - Orchestrator(NodeTrouble { node: "db-0", why: "NotReady" })
    "#]]
    .assert_eq(&heard(text));
}

#[test]
fn a_row_of_events_that_lost_its_blanks_is_read_by_its_words() {
    let text = "\
LAST SEEN   TYPE      REASON      OBJECT     MESSAGE
11m         Normal    Started     pod/db-2   Started container galera
72s (x9 over 9m)   Warning   Unhealthy   pod/db-2   Liveness probe failed: mysqladmin: connect to server at 'localhost' failed
error: 'Can't connect to local server through socket '/tmp/mysql.sock' (2)'
72s (x3 over 9m) Normal Killing pod/db-2 Container galera failed liveness probe, will be restarted
7m          Normal    ScaleDown   pod/db-2   deleting pod for node scale down
7m          Normal    ScaleDown   node/n-2   marked the node as toBeDeleted/unschedulable
a Normal word of nobody's table
";
    expect![[r#"
        Kubernetes, table of events
        ! 2 entries are not of this format and were passed over
        2 - Orchestrator(Started { unit: "db-2" })
        3 - Orchestrator(ProbeFailed { unit: "db-2", probe: "liveness", why: "mysqladmin: connect to server at 'localhost' failed" })
        5 - Orchestrator(KilledForProbe { unit: "db-2", probe: "liveness" })
        6 - Orchestrator(Evicted { unit: "db-2", why: "scale down" })
    "#]]
    .assert_eq(&heard(text));
}

#[test]
fn docker_tells_of_containers() {
    let text = r#"2024-05-22T12:00:00.123456789+02:00 container oom 4f5e (image=postgres:16, name=db)
2024-05-22T12:00:01.123456789+02:00 container die 4f5e (execDuration=9, exitCode=137, image=postgres:16, name=db)
2024-05-22T12:00:02.123456789+02:00 network disconnect 4f5e (container=4f5e, name=bridge, type=bridge)
2024-05-22T12:00:03.123456789+02:00 container health_status: unhealthy 4f5e (image=postgres:16, name=db)
2024-05-22T12:00:04.123456789+02:00 container kill 4f5e (image=postgres:16, name=db, signal=15)
2024-05-22T12:00:05.123456789+02:00 container exec_create: pg_isready 4f5e (image=postgres:16, name=db)
{"status":"start","Type":"container","Action":"start","Actor":{"ID":"4f5e","Attributes":{"image":"postgres:16","name":"db"}},"time":1716372006}
"#;
    expect![[r#"
        Docker, events
        1 05-22 10:00:00 Orchestrator(OomKilled { unit: "db" })
        2 05-22 10:00:01 Orchestrator(Ended { unit: "db", exit: Some(137), signal: Some(9) })
        4 05-22 10:00:03 Orchestrator(ProbeFailed { unit: "db", probe: "health check", why: "" })
        5 05-22 10:00:04 Orchestrator(Stopping { unit: "db", why: Some("by a signal") })
        7 05-22 10:00:06 Orchestrator(Started { unit: "db" })
    "#]]
    .assert_eq(&heard(text));
}

#[test]
fn the_kubelets_own_log_has_no_year_and_one_letter_of_level() {
    let text = r#"I0522 18:31:12.100000    2144 prober.go:107] "Probe failed" probeType="Readiness" pod="shop/web-5c9f8d7b6-tt2p1" output="HTTP probe failed with statuscode: 502"
I0522 19:04:31.310221    2144 prober.go:107] "Probe failed" probeType="Liveness" pod="shop/db-0" podUID="51f7" output="command timed out: \"pg_isready\" timed out after 1s"
I0522 19:04:31.310221    2144 kuberuntime_manager.go:1027] "Message for Container of pod" containerStatusID={"Type":"containerd"} pod="shop/db-0" containerMessage="Container postgres failed liveness probe, will be restarted"
I0522 19:04:31.311221    2144 kuberuntime_container.go:808] "Killing container with a grace period" pod="shop/db-0" gracePeriod=60
E0522 19:05:00.311221    2144 eviction_manager.go:571] "Eviction manager: pod is evicted successfully" pod="shop/db-0"
"#;
    expect![[r#"
        Kubernetes, klog
        1 05-22 18:31:12 Orchestrator(ProbeFailed { unit: "web-5c9f8d7b6-tt2p1", probe: "readiness", why: "HTTP probe failed with statuscode: 502" })
        2 05-22 19:04:31 Orchestrator(ProbeFailed { unit: "db-0", probe: "liveness", why: "timeout" })
        3 05-22 19:04:31 Orchestrator(KilledForProbe { unit: "db-0", probe: "liveness" })
        4 05-22 19:04:31 Orchestrator(Stopping { unit: "db-0", why: None })
        5 05-22 19:05:00 Orchestrator(Evicted { unit: "db-0", why: "\"Eviction manager: pod is evicted successfully\" pod=\"shop/db-0\"" })
    "#]].assert_eq(&heard(text));
}

#[test]
fn autoheal_tells_whom_it_restarts() {
    let text = "\
22-05-2024 13:40:00 Monitoring containers for unhealthy status in 5 second(s)
22-05-2024 14:03:02 Container /shop-db-1 (9b1c44ae07f3) found to be unhealthy - Restarting container now with 30s timeout
22-05-2024 14:03:09 Container /shop-db-1 (9b1c44ae07f3) found to be restarting - don't restart
";
    expect![[r#"
        docker-autoheal
        2 05-22 14:03:02 Orchestrator(KilledForProbe { unit: "shop-db-1", probe: "health check" })
    "#]]
    .assert_eq(&heard(text));
}

#[test]
fn watchtower_tells_whose_container_it_makes_anew() {
    let text = "\
time=\"2024-05-22T12:00:00Z\" level=info msg=\"Watchtower 1.7.1\"
time=\"2024-05-22T12:03:00Z\" level=info msg=\"Found new mariadb:11.4 image (9d1f0b6c2a11)\"
time=\"2024-05-22T12:03:02Z\" level=info msg=\"Stopping /shop-db-1 (5f0c22ab9e10) with SIGTERM\"
time=\"2024-05-22T12:03:04Z\" level=info msg=\"Stopping /shop-db-1-exporter (5f0c22ab9e11) with SIGTERM\"
time=\"2024-05-22T12:03:09Z\" level=info msg=\"Creating /shop-db-1\"
";
    expect![[r#"
        Watchtower
        3 05-22 12:03:02 Orchestrator(Stopping { unit: "shop-db-1", why: Some("a newer image") })
    "#]]
    .assert_eq(&heard(text));
}

#[test]
fn lines_of_several_services_are_each_their_own() {
    let text = "\
db-1         | 2024-05-22 12:03:02 0 [Note] mariadbd (initiated by: unknown): Normal shutdown
db-1         | 2024-05-22 12:03:03 0 [Note] mariadbd: Shutdown complete
watchtower-1 | time=\"2024-05-22T12:03:02Z\" level=info msg=\"Stopping /shop-db-1 (5f0c22ab9e10) with SIGTERM\"
app-1        | [2024-05-22T12:03:04+00:00] app.CRITICAL: Doctrine ConnectionException: SQLSTATE[HY000] [2002] Connection refused
";
    expect![[r#"
        a database's lines among others'
        ! its lines stand behind the names of what wrote them
        1 05-22 12:03:02 Server(StopRequested { manner: Fast, by: None })
        2 05-22 12:03:03 Server(Stopped)
        3 05-22 12:03:02 Orchestrator(Stopping { unit: "shop-db-1", why: Some("a newer image") })
        4 05-22 12:03:04 Client(Refused)
    "#]]
    .assert_eq(&heard(text));
}

#[test]
fn swarm_ends_a_task_whose_container_is_unhealthy() {
    let text = r#"May 22 14:03:02 node1 dockerd[1022]: time="2024-05-22T14:03:02.1Z" level=error msg="fatal task error" error="task: non-zero exit (143): dockerexec: unhealthy container" module=node/agent/taskmanager node.id=x service.id=y task.id=z
May 22 14:04:02 node1 dockerd[1022]: time="2024-05-22T14:04:02.1Z" level=error msg="fatal task error" error="task: non-zero exit (1)" module=node/agent/taskmanager node.id=x service.id=y task.id=z
"#;
    expect![[r#"
        syslog
        1 05-22 14:03:02 Orchestrator(KilledForProbe { unit: "", probe: "health check" })
    "#]]
    .assert_eq(&heard(text));
}

#[test]
fn hostile_listings_are_bounded() {
    let deep = format!(
        "{{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"spec\": {}",
        "[".repeat(300_000)
    );
    assert!(heard(&deep).starts_with("Kubernetes, JSON\n! 1 entries"));
    let types = r#"{"apiVersion": 1, "kind": "Pod", "metadata": [], "spec": {"containers": {"a": 1}}, "status": {"containerStatuses": [7, {"restartCount": -1e300, "lastState": {"terminated": {"exitCode": 99999999999999999999, "reason": {}}}}]}}
{"apiVersion": 1, "kind": "Event", "reason": ["Killing"], "firstTimestamp": 12, "message": null}
{"apiVersion": 1, "kind": ["Pod"], "items": {"kind": "Event"}}
"#;
    assert_eq!(heard(types), "Kubernetes, JSON\n");
}
