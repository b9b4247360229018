-- Grain: one row per named order whose data some work still needs; the first such work. Safe: reads only.
SELECT wix_order_id, min(why) AS why FROM core.open_work WHERE store = :store AND wix_order_id = ANY (:wix_order_ids) GROUP BY wix_order_id
