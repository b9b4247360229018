-- Grain: one row per past order with something unfinished at Holded whose draft was decided about: what is begun first, then the oldest. Safe: reads only.
WITH unfinished AS (
    SELECT wix_order_id FROM export.ledger WHERE store = :store AND destination = 'holded' AND state IN ('pending', 'sending', 'unknown')
    UNION
    SELECT proof.wix_order_id FROM export.proofs AS proof JOIN export.ledger AS made USING (store, wix_order_id, role, part)
    WHERE proof.store = :store AND proof.verdict IN ('planned', 'differs') AND made.state = 'sent'
)
SELECT wix_order_id
FROM unfinished JOIN core.history AS past USING (wix_order_id) JOIN export.ledger AS document USING (store, wix_order_id)
WHERE store = :store AND past.state <> 'making' AND document.destination = 'holded' AND document.role = 'document' AND document.part = ''
  AND document.state NOT IN ('withdrawn', 'rejected')
  AND (CAST(:numbers AS text[]) IS NULL OR document.order_number = ANY (:numbers))
ORDER BY document.state = 'pending', document.doc_date, wix_order_id LIMIT :most
