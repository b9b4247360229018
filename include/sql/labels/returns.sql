-- Grain: one row per return of the named orders that was made, newest first. Safe: reads only.
SELECT wix_order_id, part, order_number, remote_id AS shipment_id FROM export.ledger
WHERE store = :store AND destination = 'myparcel' AND role = 'return' AND state = 'sent' AND remote_id IS NOT NULL AND order_number = ANY (:numbers)
ORDER BY order_number, part
