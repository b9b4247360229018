-- Grain: one row per sales order of a store since a day whose units left the stock. Safe: reads only.
SELECT document.wix_order_id, document.order_number AS number, document.remote_id, document.marker, document.amount_minor AS total_minor, document.currency
FROM export.ledger AS document
WHERE document.store = :store AND document.destination = 'holded' AND document.role = 'document' AND document.kind = 'order' AND document.state = 'sent'
  AND document.doc_date >= :since AND document.order_number IS NOT NULL
  AND EXISTS (SELECT FROM export.ledger AS units WHERE units.store = document.store AND units.wix_order_id = document.wix_order_id AND units.destination = 'holded'
              AND units.role = 'units' AND units.state = 'sent')
