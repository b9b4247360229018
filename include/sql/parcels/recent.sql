-- Grain: one row per order of which a shipment was made in the last three days. Safe: reads only.
SELECT DISTINCT ON (wix_order_id) wix_order_id, order_number, body FROM export.ledger
WHERE store = :store AND destination = 'myparcel' AND role = 'shipment' AND state = 'sent' AND remote_state IS DISTINCT FROM 'final' AND sent_at > now() - interval '3 days'
  AND NOT EXISTS (SELECT FROM export.holds AS past WHERE past.store = export.ledger.store AND past.wix_order_id = export.ledger.wix_order_id AND past.destination = 'myparcel'
                  AND past.code = 'DOUBLE_SHIPMENT' AND past.closed_as = 'ignored')
ORDER BY wix_order_id, part
