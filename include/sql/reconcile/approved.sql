-- Grain: one draft of ours that a person approved in Holded, with its number where it has one. Safe: only a sent one that is a draft by the ledger.
UPDATE export.ledger SET remote_state = 'approved', remote_number = coalesce(:number, remote_number), changed_at = now()
WHERE store = :store AND destination = 'holded' AND role IN ('document', 'conversion', 'replacement', 'note') AND state = 'sent' AND remote_id = :remote_id
  AND remote_state IS DISTINCT FROM 'approved'
