-- Grain: one row per parcel of the named orders, as what a return refers to. Safe: reads only.
SELECT wix_order_id, part, order_number, marker, remote_id AS shipment_id FROM export.ledger
WHERE store = :store AND destination = 'myparcel' AND role = 'shipment' AND state = 'sent' AND remote_id IS NOT NULL AND order_number = ANY (:numbers)
ORDER BY order_number, part
