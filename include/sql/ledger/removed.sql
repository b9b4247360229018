-- Grain: one document whose draft was deleted on purpose, and of the first document its stage: the next one has none. Safe: only a sent one; repeated, it changes nothing.
UPDATE export.ledger SET state = 'withdrawn', remote_id = NULL, remote_number = NULL, remote_state = NULL, sent_at = NULL, looks = 0, changed_at = now()
WHERE store = :store AND wix_order_id = :wix_order_id AND destination = :destination AND state = 'sent'
  AND ((role, part) = (:role, :part) OR (role = 'stage' AND CAST(:role AS text) = 'document'))
