-- Grain: one row per task of a run that has shown requests. Safe: reads only, by primary key.
SELECT task_id, store, destination, count(*) AS requests, max(made_at) AS made_at
FROM ops.dry_runs WHERE dag_id = :dag_id AND run_id = :run_id GROUP BY task_id, store, destination ORDER BY max(made_at), task_id
