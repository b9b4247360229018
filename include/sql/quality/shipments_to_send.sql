-- Grain: one row per shipment of the named orders, as it stands in the ledger. Reads only.
SELECT wix_order_id, order_number, reference, body
FROM export.ledger
WHERE store = :store AND destination = 'myparcel' AND role = 'shipment' AND wix_order_id = ANY(CAST(:orders AS text[]))
ORDER BY wix_order_id;
