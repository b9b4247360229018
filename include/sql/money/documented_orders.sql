-- Grain: one row per order with a Holded document dated on or after a day, the newest first. Safe: reads only, through ledger_by_day.
SELECT document.wix_order_id, known.currency
FROM export.ledger AS document JOIN core.orders AS known USING (store, wix_order_id)
WHERE document.store = :store AND document.destination = 'holded' AND document.role = 'document' AND document.doc_date >= :since
  AND document.state IN ('sending', 'sent', 'unknown') AND NOT known.malformed
ORDER BY document.doc_date DESC, document.wix_order_id LIMIT :most
