-- Grain: one row per document that the next run would create, without those that Holded makes by converting another one. Safe: reads only.
SELECT entry.wix_order_id, entry.role, entry.part, entry.order_number, entry.kind, entry.marker, entry.doc_date, entry.amount_minor, entry.currency, entry.body, entry.contact, proof.our_total_minor
FROM export.ledger AS entry LEFT JOIN export.proofs AS proof USING (store, wix_order_id, role, part)
WHERE entry.store = :store AND entry.destination = 'holded' AND entry.role IN ('document', 'replacement', 'note') AND entry.state = 'pending'
  AND NOT entry.body ? 'convert'
  -- drafts of the past are checked by their own rules, apart
  AND :past = EXISTS (SELECT FROM core.history AS past WHERE past.store = entry.store AND past.wix_order_id = entry.wix_order_id)
  AND (CAST(:wix_order_ids AS text[]) IS NULL OR entry.wix_order_id = ANY (:wix_order_ids))
  AND (CAST(:numbers AS text[]) IS NULL OR entry.order_number = ANY (:numbers))
ORDER BY entry.wix_order_id, entry.role, entry.part
