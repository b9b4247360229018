-- Grain: one row per store and remote. Safe: reads only.
SELECT store, remote, sum(calls)::bigint AS calls, sum(refused)::bigint AS refused
FROM ops.calls WHERE CAST(:store AS text) IS NULL OR store = :store
GROUP BY store, remote ORDER BY store, remote
