-- Grain: one row per document of the named orders, as it stands in the ledger, with its planned total. Reads only.
SELECT l.wix_order_id, l.order_number, l.kind, l.marker, l.doc_date, l.amount_minor, l.currency, l.body, l.contact,
       p.our_total_minor
FROM export.ledger l
LEFT JOIN export.proofs p USING (store, wix_order_id)
WHERE l.store = :store AND l.destination = 'holded' AND l.role = 'document' AND l.wix_order_id = ANY(CAST(:orders AS text[]))
ORDER BY l.doc_date, l.wix_order_id;
