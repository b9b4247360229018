-- What is wrong now, what each channel was told of it, and how the runs of each DAG ended. Safe to run again: IF NOT EXISTS throughout.
CREATE TABLE IF NOT EXISTS ops.alerts (            -- what is wrong, or was until over_at
    store text NOT NULL, kind text NOT NULL, thing text NOT NULL,   -- hold, holded/UNKNOWN_SKU
    says text NOT NULL, link text NOT NULL DEFAULT '',
    members text[] NOT NULL DEFAULT '{}',          -- what it is made of, such as order numbers: another one is news
    since timestamptz NOT NULL DEFAULT now(), over_at timestamptz,
    PRIMARY KEY (store, kind, thing)
);
CREATE TABLE IF NOT EXISTS ops.alerts_told (       -- what a channel was told last of it
    store text NOT NULL, channel text NOT NULL, kind text NOT NULL, thing text NOT NULL,
    members text[] NOT NULL DEFAULT '{}', told_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (store, channel, kind, thing)
);
CREATE TABLE IF NOT EXISTS ops.alert_channels (    -- whether a channel takes what it is told
    store text NOT NULL, channel text NOT NULL,
    failing_since timestamptz, attempts integer NOT NULL DEFAULT 0, last_error text, sent_at timestamptz,
    PRIMARY KEY (store, channel)
);
CREATE TABLE IF NOT EXISTS ops.run_ends (          -- how the runs of a DAG ended last
    store text NOT NULL, dag_id text NOT NULL,
    failed_run text, failed_at timestamptz, failures integer NOT NULL DEFAULT 0,  -- in a row
    succeeded_at timestamptz,
    PRIMARY KEY (store, dag_id)
);
