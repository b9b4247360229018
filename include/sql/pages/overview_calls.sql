-- Grain: one row per day, week or month and remote: calls of a store, and how many were refused. Safe: reads only.
SELECT CAST(date_trunc(:bucket, CAST(day AS timestamp)) AS date) AS day, remote, sum(calls)::bigint AS calls, sum(refused)::bigint AS refused
FROM pages.calls WHERE store = :store AND (CAST(:since AS date) IS NULL OR day >= :since) AND day <= :until
GROUP BY 1, 2 ORDER BY 1, 2
