-- Grain: one row per order that a rule failed, newest first; held: a hold about it is open. Safe: reads only, by the index of the rule's orders and the one of an order's holds.
SELECT failing.*, EXISTS (SELECT FROM export.holds AS hold WHERE hold.store = failing.store AND hold.wix_order_id = failing.wix_order_id AND hold.closed_at IS NULL
                          AND hold.code IN ('CHECK_FAILED', 'SERIES_BROKEN')) AS held
FROM (SELECT wix_order_id, store, order_number, field, seen, times, first_at, last_at FROM quality.failing
      WHERE store = :store AND rule = :rule ORDER BY last_at DESC, wix_order_id LIMIT :most OFFSET :skip) AS failing
ORDER BY last_at DESC, wix_order_id
