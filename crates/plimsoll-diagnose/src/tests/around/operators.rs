use expect_test::expect;

use super::heard;

#[test]
fn patroni_tells_of_locks_and_demotions() {
    let text = "2024-05-22 10:00:00,123 INFO: no action. I am (pg-0), the leader with the lock
2024-05-22 10:00:10,123 INFO: no action. I am (pg-0), the leader with the lock
2024-05-22 10:00:20,123 ERROR: Error communicating with DCS
Traceback (most recent call last):
  File \"ha.py\", line 1, in run_cycle
2024-05-22 10:00:21,123 INFO: demoting self because DCS is not accessible and I was a leader
2024-05-22 10:00:40,123 INFO: Lock owner: None; I am pg-0
2024-05-22 10:00:50,123 INFO: Lock owner: pg-1; I am pg-0
2024-05-22 10:00:50,500 INFO: Software Watchdog activated with 25 second timeout, timing slack 15 seconds
2024-05-22 10:00:51,123 INFO: promoted self to leader by acquiring session lock
2024-05-22 11:00:01,110 INFO: received switchover request with leader=pg-0 candidate=pg-1 scheduled_at=None
2024-05-22 11:00:01,310 INFO: manual failover: demoting myself
2024-05-22 11:00:01,320 INFO: manual failover: no healthy members found, failover is not possible
";
    expect![[r#"
        Patroni or repmgr
        1 05-22 10:00:00 Orchestrator(Healthy { unit: "pg-0" }) 2 times
        3 05-22 10:00:20 Orchestrator(StoreUnreachable { unit: "" }) 2 times
        7 05-22 10:00:40 Orchestrator(NodeTrouble { node: "pg-0", why: "no leader" })
        9 05-22 10:00:50 Orchestrator(WatchdogArmed { unit: "" })
        10 05-22 10:00:51 Orchestrator(Failover { unit: "" })
        11 05-22 11:00:01 Orchestrator(Stopping { unit: "", why: Some("a switchover was asked for") })
        12 05-22 11:00:01 Orchestrator(Demoted { unit: "" })
    "#]]
    .assert_eq(&heard(text));
}

#[test]
fn repmgrd_tells_of_its_upstream() {
    let text = "[2024-05-22 10:00:00] [INFO] monitoring primary node \"pg1\" (ID: 1) with repmgrd
[2024-05-22 10:05:00] [WARNING] unable to connect to upstream node \"pg1\" (ID: 1)
[2024-05-22 10:06:00] [NOTICE] promoting standby to primary
[2024-05-22 10:06:01] [DETAIL] promoting server \"pg2\"
";
    expect![[r#"
        Patroni or repmgr
        2 05-22 10:05:00 Orchestrator(NodeTrouble { node: "pg1", why: "unreachable" })
        3 05-22 10:06:00 Orchestrator(Failover { unit: "" })
    "#]]
    .assert_eq(&heard(text));
}

#[test]
fn another_program_of_the_same_shape_is_an_application() {
    let text = "2024-05-22 10:00:00,123 INFO: restart initiated by the scheduler\n";
    assert_eq!(heard(text), "application\n");
}
