-- Grain: the open holds about one shipment and its changes, but those of one code. Safe: closed ones are left alone.
UPDATE export.holds SET closed_at = now(), closed_as = 'healed', closed_by = 'order-sync'
WHERE store = :store AND wix_order_id = :wix_order_id AND destination = 'myparcel' AND closed_at IS NULL AND field = ANY (:fields) AND code = ANY (:codes) AND code <> :kept
