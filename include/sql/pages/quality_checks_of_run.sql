-- Grain: one row per check of an Airflow run, in the order in which they were made. Safe: reads only.
SELECT check_id, run_key, suite, of_run, store, dag_id, task_id, rules, failed, rows_checked, rows_failed, stopped, checked_at, docs IS NOT NULL AS has_docs
FROM quality.checks WHERE of_run = :of_run ORDER BY checked_at, check_id
