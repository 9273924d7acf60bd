-- The history of audits, for SQLite and PostgreSQL alike: BIGINT and TEXT only, no sequences, no
-- collations. Times are RFC 3339 in UTC to the second, so that their order as text is that in time.
-- This file is released: change nothing in it, write the next one.

-- The last number given out, by name. Rows are locked by raising it, in both engines.
CREATE TABLE counters (
    name TEXT NOT NULL PRIMARY KEY,
    last BIGINT NOT NULL
);
INSERT INTO counters (name, last) VALUES ('target', 0);

-- A server by the key that its caller knows it by. `audits` is the number of its newest audit;
-- numbers are never given twice, and the newest audit is always kept.
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
    sessions BIGINT,
    PRIMARY KEY (target, number)
);
CREATE INDEX audits_at ON audits (at);

-- A value of a parameter over the audits that saw it: no row is added while nothing changes.
-- In force while `last_audit` is null. `after_at` is the time of the last audit that saw it
-- otherwise, null where the very first audit saw it so. File and line are as last seen.
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
-- What is in force, and what is older than all that is kept, without a look at the rest.
CREATE INDEX settings_last_audit ON settings (target, last_audit);

-- A finding as it was last seen, known again by its fingerprint.
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

-- When it stood: a row each time it came. It stands while `gone_at` is null.
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
