-- Grain: one row per named order that is history. Safe: reads only, by primary key.
SELECT wix_order_id, state, run, created_at FROM core.history WHERE store = :store AND wix_order_id = ANY (:wix_order_ids)
