-- Grain: one row per document or shipment of the named orders, of any state. Safe: reads only, through the primary key.
SELECT wix_order_id, order_number, role, marker, state, kind, remote_id FROM export.ledger
WHERE store = :store AND wix_order_id = ANY (:wix_order_ids) AND destination = :destination AND role IN ('document', 'conversion', 'replacement', 'note', 'shipment')
