-- Past orders that were taken over, how far each window is, and what dry runs would have sent. Safe to run again: IF NOT EXISTS throughout.
CREATE TABLE IF NOT EXISTS core.history (       -- orders that no hourly run books or ships by itself
    store text NOT NULL, wix_order_id text NOT NULL,
    state text NOT NULL CHECK (state IN ('known', 'waiting', 'making', 'made')),  -- known only; a draft is asked for, is being decided, was decided
    created_at timestamptz,                     -- createdDate: drafts are made in its order
    run text NOT NULL, noted_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (store, wix_order_id)
);
CREATE INDEX IF NOT EXISTS history_waiting ON core.history (store, created_at, wix_order_id) WHERE state IN ('waiting', 'making');

CREATE TABLE IF NOT EXISTS ops.history_windows (
    store text NOT NULL, window_start timestamptz NOT NULL, window_end timestamptz NOT NULL, documents text NOT NULL,
    phase text NOT NULL CHECK (phase IN ('unconfirmed', 'confirmed', 'done')),
    reached timestamptz NOT NULL,               -- everything created before it is published; a new try goes on from here
    parts integer NOT NULL DEFAULT 0, seen bigint NOT NULL DEFAULT 0, taken bigint NOT NULL DEFAULT 0, live bigint NOT NULL DEFAULT 0,
    run text NOT NULL, started_at timestamptz NOT NULL DEFAULT now(), changed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (store, window_start, window_end, documents)
);

CREATE TABLE IF NOT EXISTS ops.dry_runs (       -- requests of dry runs, without personal data, page by page
    dag_id text NOT NULL, run_id text NOT NULL, task_id text NOT NULL, store text NOT NULL, destination text NOT NULL,
    place integer NOT NULL,                     -- the request's place in sending order, from 1
    request jsonb NOT NULL, made_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (dag_id, run_id, task_id, place)
);
CREATE INDEX IF NOT EXISTS dry_runs_by_age ON ops.dry_runs (store, made_at);
