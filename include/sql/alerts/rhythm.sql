-- Grain: one row per hour with orders of the last eight weeks before the newest one. Safe: reads only, through orders_by_created.
SELECT date_trunc('hour', created_at) AS hour, count(*) AS orders, max(created_at) AS newest FROM core.orders
WHERE store = :store AND created_at > now() - interval '56 days' AND created_at <= now()
GROUP BY 1 ORDER BY 1
