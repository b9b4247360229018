-- Grain: one row per shipment of the named orders that MyParcel has confirmed. Safe: reads only.
SELECT wix_order_id, order_number, marker AS reference, remote_id, CAST(NULL AS text) AS remote_reference
FROM export.ledger
WHERE store = :store AND destination = 'myparcel' AND role = 'shipment' AND state = 'sent' AND wix_order_id = ANY (:wix_order_ids)
