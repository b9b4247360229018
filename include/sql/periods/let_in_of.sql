-- Grain: one row per named order that may be dated in the closed period. Safe: reads only.
SELECT wix_order_id FROM export.period_passes WHERE store = :store AND wix_order_id = ANY (:wix_order_ids)
