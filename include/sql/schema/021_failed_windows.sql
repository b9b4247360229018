-- Windows of history that failed, each by itself: another one that succeeds says nothing of it. Safe to run again: IF NOT EXISTS.
CREATE TABLE IF NOT EXISTS ops.failed_windows (
    store text NOT NULL, dag_id text NOT NULL,
    span text NOT NULL,                            -- 2024-05-01/2024-06-01; the run id where a run named no window
    failed_run text NOT NULL, failed_at timestamptz NOT NULL DEFAULT now(),
    failures integer NOT NULL DEFAULT 1,           -- runs of this window
    PRIMARY KEY (store, dag_id, span)
);
UPDATE ops.run_ends SET failures = 0 WHERE starts_with(dag_id, 'wix_history__') AND failures > 0;  -- told by their windows from now on
