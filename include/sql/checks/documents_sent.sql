-- Grain: one row per document of the named orders that Holded has confirmed. Safe: reads only.
WITH balance AS (
    SELECT store, wix_order_id, CAST(sum(CASE role WHEN 'note' THEN -amount_minor ELSE amount_minor END) AS bigint) AS left_minor
    FROM export.ledger
    WHERE store = :store AND destination = 'holded' AND wix_order_id = ANY (:wix_order_ids) AND state = 'sent'
      AND (role = 'note' OR role IN ('document', 'conversion', 'replacement') AND kind IN ('receipt', 'invoice'))
    GROUP BY store, wix_order_id
)
SELECT document.wix_order_id, document.role, document.part, document.order_number, document.kind, document.marker, document.amount_minor, document.remote_id, document.remote_number,
       proof.remote_total_minor, CASE WHEN document.body ? 'convert' THEN NULL ELSE proof.remote_tags END AS remote_tags,
       CASE WHEN proof.remote_total_minor IS NULL THEN NULL ELSE document.remote_state = 'draft' END AS remote_draft,
       CASE WHEN approval.state = 'sent' THEN false WHEN approval.state IS NULL THEN true END AS draft_wanted,
       CASE WHEN document.role = 'note' THEN balance.left_minor END AS left_minor
FROM export.ledger AS document
JOIN export.proofs AS proof USING (store, wix_order_id, role, part)
LEFT JOIN balance ON balance.store = document.store AND balance.wix_order_id = document.wix_order_id
LEFT JOIN export.ledger AS approval ON approval.store = document.store AND approval.wix_order_id = document.wix_order_id AND approval.destination = 'holded' AND approval.role = 'approval'
    AND approval.part = CASE WHEN document.role = 'document' THEN '' WHEN document.part = '' THEN document.role ELSE document.role || ':' || document.part END
WHERE document.store = :store AND document.destination = 'holded' AND document.role IN ('document', 'conversion', 'replacement', 'note')
  AND document.state = 'sent' AND document.wix_order_id = ANY (:wix_order_ids)
