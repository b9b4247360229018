-- Grain: the sums of the days less one suite of one run, before its results go. Safe: a second time finds no results to take off.
UPDATE quality.days AS sums
SET checks = sums.checks - 1, failed = sums.failed - CAST(NOT found.success AS integer), rows_checked = sums.rows_checked - found.checked,
    stopped = sums.stopped - CAST(NOT found.success AND (found.scope = 'batch' OR jsonb_exists(found.seen, 'error')) AS integer), rows_failed = sums.rows_failed - found.failed
FROM quality.results AS found
WHERE found.run_key = :run_key AND found.suite = :suite
  AND sums.store = found.store AND sums.suite = found.suite AND sums.rule = found.rule AND sums.day = CAST(found.checked_at AT TIME ZONE :zone AS date)
