-- Grain: one row per shipment at MyParcel that has not reached an end and that it is time to read. Safe: reads only, through ledger_parcels and tracking_open.
-- A concept, and a label whose number has not shown yet, every run; an old concept more rarely; what is on its way every :hours hours, a lost one once a day.
WITH candidate AS (
    SELECT entry.wix_order_id, entry.order_number, entry.remote_id, entry.sent_at AS since
    FROM export.ledger AS entry
    WHERE entry.store = :store AND entry.destination = 'myparcel' AND entry.role = 'shipment' AND entry.state = 'sent' AND entry.remote_state IS DISTINCT FROM 'final'
    UNION ALL
    SELECT extra.wix_order_id, NULL, extra.shipment_id, extra.registered_at
    FROM export.tracking AS extra WHERE extra.store = :store AND extra.extra AND NOT extra.final AND extra.main_id = extra.shipment_id
), state AS (
    SELECT candidate.*, parcel.looked_at, parcel.age,
        parcel.barcode IS NULL OR EXISTS (SELECT FROM export.tracking AS collo WHERE collo.store = :store AND coalesce(collo.main_id, collo.shipment_id) = candidate.remote_id
                                          AND NOT collo.final AND collo.barcode IS NULL) AS awaited
    FROM candidate LEFT JOIN export.tracking AS parcel ON parcel.store = :store AND parcel.shipment_id = candidate.remote_id
)
SELECT wix_order_id, order_number, remote_id FROM state
WHERE :everything OR looked_at IS NULL OR looked_at <= now() + interval '10 minutes' - CASE
    WHEN age = 'lost' THEN interval '24 hours'
    WHEN awaited AND since > now() - interval '2 days' THEN interval '0'
    WHEN awaited AND since > now() - interval '14 days' THEN interval '4 hours'
    WHEN awaited THEN interval '24 hours'
    ELSE make_interval(hours => :hours) END
ORDER BY looked_at NULLS FIRST, remote_id
