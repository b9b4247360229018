-- Grain: one row per finding that is open, or was over in the last :days days; open ones first, then the newest. Safe: reads only, through drift_by_time.
SELECT store, CASE WHEN over_at IS NOT NULL THEN 'over' WHEN accepted THEN 'accepted' ELSE 'open' END AS state, remote, what, order_number, object_id, field, expected, seen, code, since, seen_at, over_at
FROM export.drift
WHERE (CAST(:store AS text) IS NULL OR store = :store) AND (over_at IS NULL OR over_at >= now() - make_interval(days => :days))
ORDER BY store, over_at IS NOT NULL, accepted, since DESC, drift_id DESC
