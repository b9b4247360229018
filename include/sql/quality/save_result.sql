-- Grain: one row per run, suite and rule. Safe: the same rule of the same run replaces its row.
INSERT INTO quality.results
    (run_key, suite, rule, store, expectation, column_name, scope, success, checked, failed, orders, seen)
VALUES
    (:run_key, :suite, :rule, :store, :expectation, :column_name, :scope, :success, :checked, :failed,
     CAST(:orders AS text[]), CAST(:seen AS jsonb))
ON CONFLICT (run_key, suite, rule) DO UPDATE SET
    store = excluded.store, expectation = excluded.expectation, column_name = excluded.column_name, scope = excluded.scope,
    success = excluded.success, checked = excluded.checked, failed = excluded.failed, orders = excluded.orders, seen = excluded.seen,
    checked_at = now();
