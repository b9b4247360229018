-- Grain: one row per check of a store, newest first; all, or those that failed. Safe: reads only, by the index of the store's checks.
SELECT check_id, run_key, suite, of_run, store, dag_id, task_id, rules, failed, rows_checked, rows_failed, stopped, checked_at, docs IS NOT NULL AS has_docs
FROM quality.checks
WHERE store = :store AND (NOT CAST(:only_failed AS boolean) OR failed > 0)
ORDER BY checked_at DESC, check_id DESC LIMIT :most OFFSET :skip
