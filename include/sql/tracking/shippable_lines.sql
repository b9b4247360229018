-- Grain: one row per shippable line of the named orders. Safe: reads only.
SELECT wix_order_id, line_id, quantity FROM core.lines
WHERE store = :store AND wix_order_id = ANY (:wix_order_ids) AND kind = 'item' AND shippable ORDER BY wix_order_id, line_no
