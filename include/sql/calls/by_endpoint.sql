-- Grain: one row per store, remote and endpoint. Safe: reads only.
SELECT store, remote, endpoint, sum(calls)::bigint AS calls, sum(refused)::bigint AS refused, max(called_at) AS called_at
FROM ops.calls WHERE CAST(:store AS text) IS NULL OR store = :store
GROUP BY store, remote, endpoint ORDER BY store, remote, calls DESC, endpoint
