-- Grain: one row per run and suite, summed from its results; none where the suite had nothing to look at. Safe: the same run keeps its number.
INSERT INTO quality.checks (run_key, suite, of_run, store, dag_id, task_id, rules, failed, rows_checked, rows_failed, stopped, docs)
SELECT :run_key, :suite, regexp_replace(:run_key, '/again/[^/]*$', ''), :store, :dag_id, :task_id, count(*), count(*) FILTER (WHERE NOT success),
       sum(checked), sum(failed), bool_or(NOT success AND (scope = 'batch' OR jsonb_exists(seen, 'error'))), CAST(:docs AS bytea)
FROM quality.results WHERE run_key = :run_key AND suite = :suite HAVING count(*) > 0
ON CONFLICT (run_key, suite) DO UPDATE SET
    store = excluded.store, dag_id = excluded.dag_id, task_id = excluded.task_id, rules = excluded.rules, failed = excluded.failed,
    rows_checked = excluded.rows_checked, rows_failed = excluded.rows_failed, stopped = excluded.stopped, docs = excluded.docs, checked_at = now()
RETURNING check_id
