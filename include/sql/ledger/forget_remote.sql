-- Grain: one sent object that is gone at the remote and that a person wants again. Safe: only a sent row with that id.
UPDATE export.ledger SET state = 'pending', remote_id = NULL, remote_number = NULL, remote_state = NULL, sent_at = NULL, looks = 0, changed_at = now()
WHERE store = :store AND wix_order_id = :wix_order_id AND destination = :destination AND state = 'sent'
  AND (CAST(:remote_id AS text) IS NULL OR remote_id = :remote_id)
