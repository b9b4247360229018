-- Grain: one window of history, a run of which has failed. Safe: the same run again counts once.
INSERT INTO ops.failed_windows AS known (store, dag_id, span, failed_run) VALUES (:store, :dag_id, :span, :run_id)
ON CONFLICT (store, dag_id, span) DO UPDATE SET failed_at = now(), failed_run = excluded.failed_run,
    failures = CASE WHEN known.failed_run = excluded.failed_run THEN known.failures ELSE known.failures + 1 END
