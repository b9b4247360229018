-- Grain: one intent that was certainly not carried out. Safe: back to pending, nothing at the remote.
UPDATE export.ledger SET state = 'pending', looks = 0, last_error = :error, changed_at = now()
WHERE store = :store AND wix_order_id = :wix_order_id AND destination = :destination AND role = :role AND part = :part AND state IN ('sending', 'unknown')
