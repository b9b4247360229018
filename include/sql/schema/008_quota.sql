-- The monthly calls of a Holded account, which all connections to it share. Safe to run again: IF NOT EXISTS.
CREATE TABLE IF NOT EXISTS ops.quota (
    account text NOT NULL, period text NOT NULL,  -- fingerprint of base URL and token; month YYYY-MM of UTC
    connection text NOT NULL,                     -- the last one by which it was called
    calls bigint NOT NULL DEFAULT 0,              -- ours of the month
    usage bigint, quota bigint,                   -- GET /usage: calls of everybody, and the limit; null where it cannot be read
    calls_then bigint NOT NULL DEFAULT 0,         -- ours at that reading
    asked_at timestamptz,                         -- when it was asked last, with or without an answer
    spent_at timestamptz,                         -- the account refused a call: nothing is left
    checked_at timestamptz,                       -- when it was asked last because nothing was left
    told_at timestamptz,                          -- a run has ended in red because of it
    PRIMARY KEY (account, period)
);
