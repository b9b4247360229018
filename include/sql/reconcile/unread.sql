-- Grain: one row per document that was not read one by one for longest, never read ones first. Safe: reads only.
SELECT document.remote_id FROM export.ledger AS document
LEFT JOIN export.seen_documents AS seen ON seen.store = document.store AND seen.remote_id = document.remote_id
WHERE document.store = :store AND document.destination = 'holded' AND document.role IN ('document', 'replacement') AND document.state = 'sent' AND document.remote_id IS NOT NULL
  AND document.doc_date >= :since
ORDER BY seen.whole_at NULLS FIRST, document.doc_date DESC, document.remote_id LIMIT :most
