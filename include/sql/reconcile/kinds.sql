-- Grain: one row per kind of document that the store has at Holded: its oldest and newest day. Safe: reads only, through ledger_days.
SELECT kind, min(doc_date) AS oldest, max(doc_date) AS newest FROM export.ledger
WHERE store = :store AND destination = 'holded' AND role IN ('document', 'conversion', 'replacement', 'note') AND state = 'sent' AND remote_id IS NOT NULL
GROUP BY kind ORDER BY kind
