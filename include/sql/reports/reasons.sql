-- Grain: one row per store, destination, action and reason. Safe: reads only.
SELECT store, destination, action, reason, count(*) AS orders FROM (
    SELECT store, destination, 'hold' AS action, code AS reason, wix_order_id FROM export.holds WHERE closed_at IS NULL
    UNION
    SELECT store, destination, action, reason, wix_order_id FROM core.decisions WHERE action = 'ignore'
) AS fate
WHERE CAST(:store AS text) IS NULL OR store = :store
GROUP BY store, destination, action, reason ORDER BY store, action, destination, orders DESC, reason
