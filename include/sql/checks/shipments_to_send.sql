-- Grain: one row per shipment that the next run would create. Safe: reads only.
SELECT wix_order_id, order_number, marker AS reference, body
FROM export.ledger
WHERE store = :store AND destination = 'myparcel' AND role = 'shipment' AND state = 'pending' AND (CAST(:numbers AS text[]) IS NULL OR order_number = ANY (:numbers))
ORDER BY wix_order_id
