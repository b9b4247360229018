-- Grain: one row per tracked shipment of the named orders, with the number of fulfilments that reached Wix. Reads only.
SELECT t.wix_order_id, s.order_number, t.shipment_id, t.barcode,
       (SELECT count(*) FROM export.ledger f
        WHERE f.store = t.store AND f.wix_order_id = t.wix_order_id AND f.destination = 'wix' AND f.role = 'fulfillment'
          AND f.part = t.shipment_id AND f.state = 'sent') AS fulfillments
FROM export.tracking t
LEFT JOIN export.ledger s
       ON s.store = t.store AND s.wix_order_id = t.wix_order_id AND s.destination = 'myparcel' AND s.role = 'shipment' AND s.part = ''
WHERE t.store = :store AND t.wix_order_id = ANY(CAST(:orders AS text[]))
ORDER BY t.shipment_id;
