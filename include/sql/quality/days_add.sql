-- Grain: one row per store, day of the merchant, suite and rule. Safe: days_take.sql has taken off what the same run had added before.
INSERT INTO quality.days AS sums (store, day, suite, rule, checks, failed, stopped, rows_checked, rows_failed)
SELECT store, CAST(checked_at AT TIME ZONE :zone AS date), suite, rule, 1, CAST(NOT success AS integer),
       CAST(NOT success AND (scope = 'batch' OR jsonb_exists(seen, 'error')) AS integer), checked, failed
FROM quality.results WHERE run_key = :run_key AND suite = :suite
ON CONFLICT (store, day, suite, rule) DO UPDATE SET
    checks = sums.checks + excluded.checks, failed = sums.failed + excluded.failed, stopped = sums.stopped + excluded.stopped,
    rows_checked = sums.rows_checked + excluded.rows_checked, rows_failed = sums.rows_failed + excluded.rows_failed
