-- Grain: one row per sent document or shipment of the named orders. Safe: reads only, through orders_by_number and the primary key.
SELECT entry.remote_id FROM core.orders AS orders
JOIN export.ledger AS entry USING (store, wix_order_id)
WHERE orders.store = :store AND orders.number = ANY (:numbers) AND entry.destination = :destination AND entry.state = 'sent' AND entry.remote_id IS NOT NULL
  AND entry.role IN ('document', 'conversion', 'replacement', 'note', 'shipment')
