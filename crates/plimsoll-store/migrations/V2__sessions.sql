-- What an audit saw of sessions besides how many were open: how many of those were active, and the
-- most at once that the server itself has counted since its start.
-- This file is released: change nothing in it, write the next one.
ALTER TABLE audits ADD COLUMN active_sessions BIGINT;
ALTER TABLE audits ADD COLUMN most_sessions BIGINT;
