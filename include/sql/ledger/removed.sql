-- Grain: one document whose draft was deleted on purpose. Safe: only a sent one; repeated, it changes nothing.
UPDATE export.ledger SET state = 'withdrawn', remote_id = NULL, remote_number = NULL, remote_state = NULL, sent_at = NULL, looks = 0, changed_at = now()
WHERE store = :store AND wix_order_id = :wix_order_id AND destination = :destination AND role = :role AND part = :part AND state = 'sent'
