-- Grain: one row per act that was decided last of the named orders. Safe: reads only.
SELECT wix_order_id, role, part, action, reason FROM core.acts WHERE store = :store AND wix_order_id = ANY (:wix_order_ids)
