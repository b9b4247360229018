-- Grain: one row per intent of the named orders. Safe: reads only.
SELECT store, wix_order_id, destination, role, part, order_number, body, contact, basis
FROM export.ledger WHERE store = :store AND wix_order_id = ANY (:wix_order_ids)
