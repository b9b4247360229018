-- Grain: the wishes of one order that a person leaves out: what stands at MyParcel stays as it is. Safe: a change in doubt is still looked up.
UPDATE export.ledger SET wanted = NULL, changed_at = now()
WHERE store = :store AND wix_order_id = :wix_order_id AND destination = 'myparcel' AND role = 'shipment' AND wanted IS NOT NULL
