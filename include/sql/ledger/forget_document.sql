-- Grain: one document that is gone at Holded and that a person wants again, with its approval and payments, of the first document its stage too. What was made out of it stays, and so does it. Safe: only a sent one with that id.
WITH gone AS (
    SELECT store, wix_order_id, destination, role, part, CASE WHEN role = 'document' THEN '' WHEN part = '' THEN role ELSE role || ':' || part END AS key
    FROM export.ledger AS document
    WHERE store = :store AND wix_order_id = :wix_order_id AND destination = 'holded' AND state = 'sent' AND remote_id = :remote_id
      AND role IN ('document', 'conversion', 'replacement', 'note')
      AND NOT (role = 'document' AND EXISTS (SELECT FROM export.ledger AS made WHERE made.store = document.store AND made.wix_order_id = document.wix_order_id
                                             AND made.destination = 'holded' AND made.role = 'conversion' AND made.state IN ('sending', 'unknown', 'sent')))
)
UPDATE export.ledger AS entry SET state = 'pending', remote_id = NULL, remote_number = NULL, remote_state = NULL, sent_at = NULL, looks = 0, changed_at = now()
FROM gone
WHERE entry.store = gone.store AND entry.wix_order_id = gone.wix_order_id AND entry.destination = gone.destination AND entry.state = 'sent'
  AND ((entry.role, entry.part) = (gone.role, gone.part) OR (entry.role = 'approval' AND entry.part = gone.key) OR (entry.role = 'stage' AND gone.role = 'document')
       OR (entry.role = 'payment' AND regexp_replace(entry.part, '/?[^/]*$', '') = gone.key))
