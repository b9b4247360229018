-- Grain: one check by its number, with Great Expectations' page where it is asked for. Safe: reads only.
SELECT check_id, run_key, suite, of_run, store, dag_id, task_id, rules, failed, rows_checked, rows_failed, stopped, checked_at, docs IS NOT NULL AS has_docs,
       CASE WHEN :with_docs THEN docs END AS docs
FROM quality.checks WHERE check_id = :check_id
