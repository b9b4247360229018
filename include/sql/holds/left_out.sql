-- Grain: one row per named order that a person left out at Holded. Safe: reads only.
SELECT DISTINCT wix_order_id FROM export.holds WHERE store = :store AND destination = 'holded' AND closed_as = 'ignored' AND source <> 'reconcile' AND wix_order_id = ANY (:wix_order_ids)
