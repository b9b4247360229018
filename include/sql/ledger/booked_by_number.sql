-- Grain: one row per booked order with this number or Wix id. Safe: reads only.
SELECT document.wix_order_id, document.order_number, document.kind, document.remote_number, document.remote_state, orders.status = 'CANCELED' AS canceled,
       (SELECT made.kind FROM export.ledger AS made WHERE made.store = document.store AND made.wix_order_id = document.wix_order_id AND made.destination = 'holded'
        AND made.role = 'conversion' AND made.state IN ('sending', 'unknown', 'sent')) AS converted
FROM export.ledger AS document
JOIN core.orders AS orders USING (store, wix_order_id)
WHERE document.store = :store AND document.destination = 'holded' AND document.role = 'document' AND document.state = 'sent'
  AND (document.order_number = :number OR document.wix_order_id = :number)
ORDER BY document.wix_order_id
