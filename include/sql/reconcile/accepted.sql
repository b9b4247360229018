-- Grain: one row per hold of an order that a person has ignored. Safe: reads only.
SELECT wix_order_id, destination, code, field, seen FROM export.holds
WHERE store = :store AND closed_as = 'ignored' AND wix_order_id = ANY (:wix_order_ids)
