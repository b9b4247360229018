-- Grain: one row per run, suite and rule, of one store or ("") all, checked from one moment on. Safe: reads only.
SELECT run_key, suite, rule, store, expectation, column_name, scope, success, checked, failed, orders, seen, checked_at
FROM quality.results
WHERE (:store = '' OR store = :store) AND checked_at >= CAST(:since AS timestamptz)
ORDER BY store, checked_at, run_key, suite, rule;
