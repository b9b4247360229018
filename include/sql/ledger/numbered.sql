-- Grain: one document and the number that the remote gave it. Safe: the same number again changes nothing.
UPDATE export.ledger SET remote_number = :remote_number, changed_at = now()
WHERE store = :store AND destination = 'holded' AND role IN ('document', 'conversion', 'replacement', 'note') AND remote_id = :remote_id AND remote_number IS DISTINCT FROM :remote_number
