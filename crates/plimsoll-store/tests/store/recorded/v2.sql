PRAGMA auto_vacuum = INCREMENTAL;
PRAGMA application_id = 1349282157;
CREATE TABLE refinery_schema_history(
             version int4 PRIMARY KEY,
             name VARCHAR(255),
             applied_on VARCHAR(255),
             checksum VARCHAR(255));
CREATE TABLE counters (
    name TEXT NOT NULL PRIMARY KEY,
    last BIGINT NOT NULL
);
CREATE TABLE targets (
    id BIGINT NOT NULL PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    engine TEXT NOT NULL,
    audits BIGINT NOT NULL
);
CREATE TABLE audits (
    target BIGINT NOT NULL REFERENCES targets (id),
    number BIGINT NOT NULL,
    at TEXT NOT NULL,
    version TEXT NOT NULL,
    limit_bytes BIGINT,
    likely_bytes BIGINT,
    high_bytes BIGINT,
    measured_bytes BIGINT,
    sessions BIGINT, active_sessions BIGINT, most_sessions BIGINT,
    PRIMARY KEY (target, number)
);
CREATE INDEX audits_at ON audits (at);
CREATE TABLE settings (
    target BIGINT NOT NULL REFERENCES targets (id),
    name TEXT NOT NULL,
    first_audit BIGINT NOT NULL,
    last_audit BIGINT,
    after_at TEXT,
    since_at TEXT NOT NULL,
    value TEXT NOT NULL,
    source TEXT NOT NULL,
    file TEXT,
    line BIGINT,
    PRIMARY KEY (target, name, first_audit)
);
CREATE INDEX settings_last_audit ON settings (target, last_audit);
CREATE TABLE findings (
    target BIGINT NOT NULL REFERENCES targets (id),
    fingerprint TEXT NOT NULL,
    rule TEXT NOT NULL,
    name TEXT NOT NULL,
    severity TEXT NOT NULL,
    message TEXT NOT NULL,
    first_at TEXT NOT NULL,
    PRIMARY KEY (target, fingerprint)
);
CREATE TABLE spells (
    target BIGINT NOT NULL,
    fingerprint TEXT NOT NULL,
    first_audit BIGINT NOT NULL,
    last_audit BIGINT NOT NULL,
    last_at TEXT NOT NULL,
    gone_at TEXT,
    PRIMARY KEY (target, fingerprint, first_audit),
    FOREIGN KEY (target, fingerprint) REFERENCES findings (target, fingerprint)
);
CREATE TABLE baselines (
    target BIGINT NOT NULL REFERENCES targets (id),
    name TEXT NOT NULL,
    set_at TEXT NOT NULL,
    set_by TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (target, name)
);
CREATE TABLE baseline_settings (
    target BIGINT NOT NULL,
    baseline TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    source TEXT NOT NULL,
    file TEXT,
    line BIGINT,
    PRIMARY KEY (target, baseline, name),
    FOREIGN KEY (target, baseline) REFERENCES baselines (target, name) ON DELETE CASCADE
);
INSERT INTO refinery_schema_history VALUES (1, 'history', '2026-11-26T06:48:20.114430247Z', '9231629862031411369');
INSERT INTO refinery_schema_history VALUES (2, 'sessions', '2026-11-26T06:48:20.114461325Z', '13407382212254599877');
INSERT INTO counters VALUES ('target', 2);
INSERT INTO targets VALUES (1, '7351', '7351.example', 'postgresql', 3);
INSERT INTO targets VALUES (2, 'other', 'other.example', 'postgresql', 1);
INSERT INTO audits VALUES (1, 1, '2026-11-01T00:01:00Z', '17.10 (Debian 17.10-1)', 4294967296, 3221225472, NULL, 1073741824, 1, 1, 9);
INSERT INTO audits VALUES (1, 2, '2026-11-01T00:02:00Z', '17.10 (Debian 17.10-1)', 4294967296, 3221225472, NULL, 1073741824, 2, 1, 9);
INSERT INTO audits VALUES (1, 3, '2026-11-01T00:03:00Z', '17.10 (Debian 17.10-1)', 4294967296, 3221225472, NULL, 1073741824, 2, 1, 9);
INSERT INTO audits VALUES (2, 1, '2026-11-01T00:03:00Z', '17.10 (Debian 17.10-1)', 4294967296, 3221225472, NULL, 1073741824, 3, 1, 9);
INSERT INTO settings VALUES (1, 'shared_buffers', 1, NULL, NULL, '2026-11-01T00:01:00Z', '128MB', 'configuration file', '/etc/postgresql/17/main/postgresql.conf', 7);
INSERT INTO settings VALUES (1, 'work_mem', 1, 1, NULL, '2026-11-01T00:01:00Z', '4MB', 'configuration file', '/etc/postgresql/17/main/postgresql.conf', 7);
INSERT INTO settings VALUES (1, 'work_mem', 2, NULL, '2026-11-01T00:01:00Z', '2026-11-01T00:02:00Z', '64MB', 'configuration file', '/etc/postgresql/17/main/postgresql.conf', 7);
INSERT INTO settings VALUES (2, 'innodb_buffer_pool_size', 1, NULL, NULL, '2026-11-01T00:03:00Z', '134217728', 'configuration file', '/etc/postgresql/17/main/postgresql.conf', 7);
INSERT INTO findings VALUES (1, 'f1', 'PG-f1-001', 'work-mem-overcommit', 'warning', 'too much', '2026-11-01T00:01:00Z');
INSERT INTO findings VALUES (1, 'f2', 'PG-f2-001', 'work-mem-overcommit', 'warning', 'too much', '2026-11-01T00:01:00Z');
INSERT INTO spells VALUES (1, 'f1', 1, 3, '2026-11-01T00:03:00Z', NULL);
INSERT INTO spells VALUES (1, 'f2', 1, 1, '2026-11-01T00:01:00Z', '2026-11-01T00:02:00Z');
INSERT INTO spells VALUES (1, 'f2', 3, 3, '2026-11-01T00:03:00Z', NULL);
INSERT INTO baselines VALUES (1, 'default', '2026-11-01T00:04:00Z', 'ada', 'after the outage');
INSERT INTO baseline_settings VALUES (1, 'default', 'work_mem', '4MB', 'configuration file', '/etc/postgresql/17/main/postgresql.conf', 7);
