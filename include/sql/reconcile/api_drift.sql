-- Grain: one difference from the pinned contract that was seen in the last days, warnings first. Safe: reads only.
SELECT remote, level, endpoint, path, what, seen, pinned, first_at, last_at, times, store FROM ops.api_drift
WHERE last_at >= now() - make_interval(days => :days) AND (CAST(:store AS text) IS NULL OR store = :store)
ORDER BY level DESC, remote, endpoint, path, what
