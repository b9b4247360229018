-- Grain: one row per suite and rule of one run. Safe: reads only.
SELECT run_key, suite, rule, store, expectation, column_name, scope, success, checked, failed, orders, seen, checked_at
FROM quality.results
WHERE run_key = :run_key
ORDER BY suite, rule;
