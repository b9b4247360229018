-- Grain: one parcel that reached an end: it is not polled any more. Safe: repeated, it changes nothing.
UPDATE export.ledger SET remote_state = 'final'
WHERE store = :store AND wix_order_id = :wix_order_id AND destination = 'myparcel' AND role = 'shipment' AND remote_id = :shipment_id
