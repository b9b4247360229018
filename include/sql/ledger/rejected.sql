-- Grain: one intent that the remote refused, or whose result was taken back, and the hold that says so. Safe: repeated, it changes nothing.
UPDATE export.ledger SET state = 'rejected', remote_id = NULL, remote_state = NULL, last_error = :error, hold_id = :hold, changed_at = now()
WHERE store = :store AND wix_order_id = :wix_order_id AND destination = :destination AND role = :role AND part = :part
