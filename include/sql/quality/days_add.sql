-- Grain: one row per store, day of the merchant, suite and rule, and one of all rules (suite and rule empty). Safe: days_take.sql has taken off what the same run had added before.
INSERT INTO quality.days AS sums (store, day, suite, rule, checks, failed, stopped, rows_checked, rows_failed)
SELECT store, CAST(checked_at AT TIME ZONE :zone AS date) AS day, coalesce(suite, ''), coalesce(rule, ''), count(*), count(*) FILTER (WHERE NOT success),
       count(*) FILTER (WHERE NOT success AND (scope = 'batch' OR jsonb_exists(seen, 'error'))), sum(checked), sum(failed)
FROM quality.results WHERE run_key = :run_key AND suite = :suite
GROUP BY GROUPING SETS ((1, 2, suite, rule), (1, 2))
ON CONFLICT (store, day, suite, rule) DO UPDATE SET
    checks = sums.checks + excluded.checks, failed = sums.failed + excluded.failed, stopped = sums.stopped + excluded.stopped,
    rows_checked = sums.rows_checked + excluded.rows_checked, rows_failed = sums.rows_failed + excluded.rows_failed
