-- Grain: the sums of the days, of each rule and of all rules (empty), less one suite of one run, before its results go. Safe: a second time finds no results to take off.
UPDATE quality.days AS sums
SET checks = sums.checks - found.checks, failed = sums.failed - found.failed, stopped = sums.stopped - found.stopped,
    rows_checked = sums.rows_checked - found.rows_checked, rows_failed = sums.rows_failed - found.rows_failed
FROM (
    SELECT store, CAST(checked_at AT TIME ZONE :zone AS date) AS day, coalesce(suite, '') AS suite, coalesce(rule, '') AS rule, count(*) AS checks,
           count(*) FILTER (WHERE NOT success) AS failed, count(*) FILTER (WHERE NOT success AND (scope = 'batch' OR jsonb_exists(seen, 'error'))) AS stopped,
           sum(checked) AS rows_checked, sum(failed) AS rows_failed
    FROM quality.results WHERE run_key = :run_key AND suite = :suite
    GROUP BY GROUPING SETS ((1, 2, suite, rule), (1, 2))
) AS found
WHERE sums.store = found.store AND sums.suite = found.suite AND sums.rule = found.rule AND sums.day = found.day
