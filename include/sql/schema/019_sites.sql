-- Which store key each Wix site was landed under: under another key its orders would all be booked again. Safe to run again: nothing is dropped.
CREATE TABLE IF NOT EXISTS ops.sites (
    site text PRIMARY KEY,                         -- instance or site id of the connection
    store text NOT NULL, since timestamptz NOT NULL DEFAULT now()
);
