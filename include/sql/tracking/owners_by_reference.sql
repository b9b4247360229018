-- Grain: one row per reference of ours: the order that it names. Safe: reads only.
SELECT DISTINCT ON (marker) marker, wix_order_id, order_number
FROM export.ledger WHERE store = :store AND destination = 'myparcel' AND role = 'shipment' AND marker = ANY (:references) ORDER BY marker, part
