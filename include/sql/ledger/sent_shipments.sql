-- Grain: one row per shipment of the named orders that MyParcel holds. Safe: reads only.
SELECT wix_order_id, order_number, reference, remote_id, marker, body
FROM export.ledger
WHERE store = :store AND destination = 'myparcel' AND role = 'shipment' AND state = 'sent' AND wix_order_id = ANY (:wix_order_ids)
