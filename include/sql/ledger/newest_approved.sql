-- Grain: one date per numbering series (without one: per store and kind), over all stores of the account. Safe: reads only, one step in ledger_approved.
SELECT max(doc_date) AS day FROM export.ledger
WHERE role IN ('document', 'conversion', 'replacement', 'note') AND remote_state = 'approved' AND kind = :kind
  AND coalesce(body ->> 'number_line_id', body -> 'convert' ->> 'number_line_id', store) = coalesce(CAST(:series AS text), :store)
