-- Grain: one row per approved document that waits for its number. Safe: reads only, through ledger_unnumbered.
SELECT kind, doc_date, remote_id
FROM export.ledger
WHERE store = :store AND role IN ('document', 'conversion', 'replacement', 'note') AND remote_state = 'approved' AND remote_number IS NULL AND remote_id IS NOT NULL
ORDER BY kind, doc_date, remote_id
