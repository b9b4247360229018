-- Grain: one row per store, carrier and country: shipments that wait for their label, and how many of them a hold keeps back. Safe: reads only, by ledger_parcels; OFFSET 0 keeps each parcel's look-up a look-up: the planner would read all of tracking.
SELECT entry.store, CAST(entry.body ->> 'carrier' AS integer) AS carrier, coalesce(ordered.ship_country, entry.body -> 'recipient' ->> 'cc', '') AS country,
    count(*) AS shipments,
    count(*) FILTER (WHERE EXISTS (SELECT FROM export.holds AS hold WHERE hold.store = entry.store AND hold.wix_order_id = entry.wix_order_id
                                   AND hold.destination = 'myparcel' AND hold.closed_at IS NULL)) AS held,
    min(entry.sent_at) AS oldest
FROM export.ledger AS entry
LEFT JOIN LATERAL (SELECT progress, barcode FROM export.tracking WHERE store = entry.store AND shipment_id = entry.remote_id OFFSET 0) AS tracking ON true
LEFT JOIN core.orders AS ordered ON ordered.store = entry.store AND ordered.wix_order_id = entry.wix_order_id
WHERE entry.destination = 'myparcel' AND entry.role = 'shipment' AND entry.state = 'sent' AND entry.remote_state IS DISTINCT FROM 'final'
  AND entry.store = ANY (:stores) AND coalesce(tracking.progress, 0) = 0 AND tracking.barcode IS NULL
GROUP BY 1, 2, 3 ORDER BY 1, 4 DESC, 2, 3
