-- Grain: one erased order that Wix has changed: its amounts and states, nothing of the buyer. Safe: repeated, it changes nothing; an older version changes nothing.
UPDATE core.orders SET updated_at = :updated_at, status = :status, payment_status = :payment_status, fulfillment_status = :fulfillment_status,
    total_minor = coalesce(:total_minor, total_minor), payload_hash = :payload_hash
WHERE store = :store AND wix_order_id = :wix_order_id AND (updated_at IS NULL OR CAST(:updated_at AS timestamptz) IS NULL OR updated_at <= :updated_at)
