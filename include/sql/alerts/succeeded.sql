-- Grain: one DAG, a run of which has succeeded. Safe: repeated, it changes nothing else.
INSERT INTO ops.run_ends AS ends (store, dag_id, succeeded_at) VALUES (:store, :dag_id, now())
ON CONFLICT (store, dag_id) DO UPDATE SET succeeded_at = now(), failures = 0
