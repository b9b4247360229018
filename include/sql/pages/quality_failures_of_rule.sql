-- Grain: one row per run in which a rule failed, newest first, of the results that are kept. Safe: reads only, by the index of failed results.
SELECT result.checked_at, result.checked, result.failed, result.orders, result.seen, result.run_key, done.check_id
FROM quality.results AS result LEFT JOIN quality.checks AS done ON done.run_key = result.run_key AND done.suite = result.suite
WHERE result.store = :store AND result.rule = :rule AND NOT result.success
ORDER BY result.checked_at DESC LIMIT :most
