-- Grain: one DAG, a run of which has failed. Safe: the same run again counts once.
INSERT INTO ops.run_ends AS ends (store, dag_id, failed_run, failed_at, failures) VALUES (:store, :dag_id, :run_id, now(), 1)
ON CONFLICT (store, dag_id) DO UPDATE SET failed_at = now(), failed_run = excluded.failed_run,
    failures = CASE WHEN ends.failures > 0 AND ends.failed_run = excluded.failed_run THEN ends.failures ELSE ends.failures + 1 END
