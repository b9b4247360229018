-- Grain: one shipment. Commits the change before its call, so that a killed process leaves a trace. Safe: only where the shipment and the wish are still what the caller has read.
UPDATE export.ledger SET attempt = CAST(:attempt AS jsonb), looks = 0, changed_at = now()
WHERE store = :store AND wix_order_id = :wix_order_id AND destination = :destination AND role = :role AND part = :part AND state = 'sent' AND remote_id = :remote_id
  AND wanted = CAST(:wanted AS jsonb)
RETURNING part
