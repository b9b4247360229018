-- Grain: one row per store: shipments at MyParcel; of their parcels those with a number, on their way, delivered, returned, late, lost, stopped, without a line of the order; fulfilments told to Wix. Safe: reads only.
WITH parcel AS (
    SELECT store, count(barcode) AS registered,
        count(*) FILTER (WHERE progress BETWEEN 2 AND 5) AS on_the_way,
        count(*) FILTER (WHERE progress = 6) AS delivered,
        count(*) FILTER (WHERE progress = 7) AS returned,
        count(*) FILTER (WHERE age = 'late' AND NOT final) AS late,
        count(*) FILTER (WHERE age = 'lost' AND NOT final) AS lost,
        count(*) FILTER (WHERE progress = 9) AS stopped,
        count(*) FILTER (WHERE barcode IS NOT NULL AND lines = '[]') AS no_line
    FROM export.tracking WHERE CAST(:store AS text) IS NULL OR store = :store GROUP BY store
), shipment AS (
    SELECT store, count(*) FILTER (WHERE role = 'shipment') AS shipments, count(*) FILTER (WHERE role = 'fulfillment') AS told_to_wix
    FROM export.ledger WHERE role IN ('shipment', 'fulfillment') AND state = 'sent' AND (CAST(:store AS text) IS NULL OR store = :store) GROUP BY store
)
SELECT store, shipments, coalesce(registered, 0) AS registered, told_to_wix, coalesce(on_the_way, 0) AS on_the_way, coalesce(delivered, 0) AS delivered,
    coalesce(returned, 0) AS returned, coalesce(late, 0) AS late, coalesce(lost, 0) AS lost, coalesce(stopped, 0) AS stopped, coalesce(no_line, 0) AS no_line
FROM shipment LEFT JOIN parcel USING (store) ORDER BY store
