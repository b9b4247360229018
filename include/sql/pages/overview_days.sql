-- Grain: one row per day, week or month and currency of a store's orders: how many, their total, how many of them were cancelled. Safe: reads only.
SELECT CAST(date_trunc(:bucket, CAST(day AS timestamp)) AS date) AS day, currency,
    coalesce(sum(n) FILTER (WHERE state = 'placed'), 0)::bigint AS placed, coalesce(sum(amount_minor) FILTER (WHERE state = 'placed'), 0)::bigint AS amount_minor,
    coalesce(sum(n) FILTER (WHERE state <> 'placed'), 0)::bigint AS canceled
FROM pages.days WHERE store = :store AND what = 'order' AND (CAST(:since AS date) IS NULL OR day >= :since) AND day <= :until
GROUP BY 1, 2 HAVING sum(n) > 0 ORDER BY 1, 2
