-- Grain: one row per day, week or month and remote: calls of a store, and how many were refused. Safe: reads only.
SELECT CAST(date_trunc(:bucket, called_at AT TIME ZONE :zone) AS date) AS day, remote, sum(calls)::bigint AS calls, sum(refused)::bigint AS refused
FROM ops.calls
WHERE store = :store AND (CAST(:since AS date) IS NULL OR called_at >= CAST(:since AS timestamp) AT TIME ZONE :zone)
    AND called_at < CAST(:until AS timestamp) AT TIME ZONE :zone + interval '1 day'
GROUP BY 1, 2 ORDER BY 1, 2
