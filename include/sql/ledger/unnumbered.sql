-- Grain: one row per document kind and day that waits for its number. Safe: reads only, through ledger_unnumbered.
SELECT kind, doc_date, count(*) AS documents
FROM export.ledger
WHERE store = :store AND role IN ('document', 'conversion', 'replacement', 'note') AND remote_state = 'approved' AND remote_number IS NULL
GROUP BY kind, doc_date
ORDER BY kind, doc_date
