-- Grain: one row per store, rule and order that failed it. Safe: the same run counts once.
INSERT INTO quality.failing AS known (store, suite, rule, wix_order_id, order_number, field, seen, run_key)
VALUES (:store, :suite, :rule, :wix_order_id, :order_number, :field, :seen, :run_key)
ON CONFLICT (store, rule, wix_order_id) DO UPDATE SET
    order_number = coalesce(excluded.order_number, known.order_number), field = excluded.field, seen = excluded.seen, last_at = now(),
    times = known.times + CAST(known.run_key <> excluded.run_key AS integer), run_key = excluded.run_key, suite = excluded.suite
