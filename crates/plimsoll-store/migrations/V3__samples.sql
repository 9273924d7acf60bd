-- What watching a server measured, in blocks that the store alone can read (src/samples/block.rs
-- owns their format): an hour in stretches of ten seconds, a day in stretches of five minutes.
-- `began` is in seconds since 1970. Pieces are numbered from 1; 0 is a block whose time is over and
-- that was put together of its pieces. BYTEA is what PostgreSQL calls it; SQLite takes bytes into a
-- column of any type.
-- This file is released: change nothing in it, write the next one.
CREATE TABLE samples (
    target BIGINT NOT NULL REFERENCES targets (id),
    seconds BIGINT NOT NULL,
    began BIGINT NOT NULL,
    piece BIGINT NOT NULL,
    content BYTEA NOT NULL,
    PRIMARY KEY (target, seconds, began, piece)
);
CREATE INDEX samples_began ON samples (seconds, began);

-- What happened to a server or around it, on the same axis.
CREATE TABLE events (
    target BIGINT NOT NULL REFERENCES targets (id),
    number BIGINT NOT NULL,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    message TEXT NOT NULL,
    actor TEXT,
    reference TEXT,
    PRIMARY KEY (target, number)
);
CREATE INDEX events_at ON events (target, at);
