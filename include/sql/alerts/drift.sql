-- Grain: one row per remote and kind of finding of the comparison that is open and holds no order; not what one answer alone left out, and not what a person has accepted. Safe: reads only, through drift_open.
SELECT remote, what, array_agg(DISTINCT object_id || ' ' || field) AS things, array_agg(DISTINCT coalesce(order_number, object_id)) AS numbers
FROM export.drift
WHERE store = :store AND over_at IS NULL AND code IS NULL AND NOT accepted AND what <> 'missing'
GROUP BY remote, what ORDER BY remote, what
