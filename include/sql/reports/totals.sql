-- Grain: one row per day of the documents, kind and currency: what Wix, our lines and Holded say that they come to; of documents that were sent. Safe: reads only.
SELECT coalesce(document.doc_date, CAST(document.sent_at AT TIME ZONE :zone AS date)) AS day, document.kind, document.currency, count(*) AS documents,
       CAST(sum(proof.wix_total_minor) AS bigint) AS wix_minor, CAST(sum(proof.our_total_minor) AS bigint) AS ours_minor,
       CAST(sum(proof.remote_total_minor) AS bigint) AS holded_minor,
       CAST(sum(proof.remote_total_minor - proof.wix_total_minor) AS bigint) AS difference_minor,
       count(*) FILTER (WHERE proof.remote_total_minor IS NULL) AS unproved,
       count(*) FILTER (WHERE proof.remote_total_minor <> proof.wix_total_minor) AS differing,
       (array_agg(document.order_number ORDER BY document.order_number) FILTER (WHERE proof.remote_total_minor <> proof.wix_total_minor))[1:10] AS orders
FROM export.ledger AS document
JOIN export.proofs AS proof ON proof.store = document.store AND proof.wix_order_id = document.wix_order_id AND proof.role = document.role AND proof.part = document.part
WHERE document.store = :store AND document.destination = 'holded' AND document.role IN ('document', 'conversion', 'replacement', 'note') AND document.state = 'sent'
GROUP BY 1, 2, 3 ORDER BY 1 DESC, 2, 3
