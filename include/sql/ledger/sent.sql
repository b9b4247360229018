-- Grain: one intent whose effect is proved at the remote. Safe: setting the same id again changes nothing.
UPDATE export.ledger
SET state = 'sent', remote_id = coalesce(:remote_id, remote_id), remote_state = coalesce(:remote_state, remote_state),
    last_error = NULL, sent_at = coalesce(sent_at, now()), changed_at = now()
WHERE store = :store AND wix_order_id = :wix_order_id AND destination = :destination AND role = :role AND part = :part
