-- Grain: one difference of a remote's answers from the pinned contract that a store has seen since an instant, warnings first. Safe: reads only, through api_drift_by_time.
SELECT level, remote, endpoint, path, what, seen, pinned, first_at, last_at, times FROM ops.api_drift
WHERE store = :store AND last_at >= now() - make_interval(days => :days)
ORDER BY level DESC, remote, endpoint, path, what, seen
