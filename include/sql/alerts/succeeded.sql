-- Grain: one DAG, a run of which has succeeded; a window of history says nothing of another one that failed. Safe: repeated, it changes nothing else.
INSERT INTO ops.run_ends AS ends (store, dag_id, succeeded_at) VALUES (:store, :dag_id, now())
ON CONFLICT (store, dag_id) DO UPDATE SET succeeded_at = now(),
    failures = CASE WHEN starts_with(ends.dag_id, 'wix_history__') AND ends.failed_run <> :run_id THEN ends.failures ELSE 0 END
