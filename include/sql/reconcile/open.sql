-- Grain: one row per open finding of a remote. Safe: reads only, through drift_open.
SELECT object_id, what, destination, wix_order_id, order_number, field, expected, seen, code, times FROM export.drift
WHERE store = :store AND remote = :remote AND over_at IS NULL
