-- Grain: one warning about a remote whose answers do not fit the pinned contract, seen in the last week: each comparison looks at a sample. Safe: reads only, through the primary key.
SELECT remote, endpoint, path, what, seen FROM ops.api_drift
WHERE store = :store AND level = 'warning' AND last_at > now() - interval '7 days'
ORDER BY remote, endpoint, path, what, seen
