-- Grain: one row per parcel that a person must look at and for which no hold was opened yet, or was ignored. Safe: reads only.
SELECT * FROM (
    SELECT parcel.wix_order_id, sold.number AS order_number, 'id ' || parcel.shipment_id AS field, parcel.status, parcel.barcode, parcel.news_at, parcel.registered_at,
        CASE WHEN parcel.progress = 7 THEN 'PARCEL_RETURNED'
             WHEN parcel.progress = 9 THEN 'PARCEL_STOPPED'
             WHEN parcel.progress = 10 AND parcel.barcode IS NOT NULL AND told.part IS NOT NULL THEN 'PARCEL_STOPPED'
             WHEN parcel.age = 'lost' AND NOT parcel.final THEN 'PARCEL_LOST'
             -- its hold was let go while nothing was wanted, and the order wants its parcel again
             WHEN parcel.progress = 10 AND parcel.missing > 1 AND ours.remote_id IS NOT NULL THEN 'DELETED_REMOTELY' END AS code
    FROM export.tracking AS parcel
    LEFT JOIN core.orders AS sold ON sold.store = parcel.store AND sold.wix_order_id = parcel.wix_order_id
    LEFT JOIN export.ledger AS told ON told.store = parcel.store AND told.wix_order_id = parcel.wix_order_id AND told.destination = 'wix' AND told.role = 'fulfillment'
        AND told.part = parcel.shipment_id AND told.state IN ('sending', 'unknown', 'sent')
    LEFT JOIN core.decisions AS decision ON decision.store = parcel.store AND decision.wix_order_id = parcel.wix_order_id AND decision.destination = 'myparcel'
    LEFT JOIN export.ledger AS ours ON ours.store = parcel.store AND ours.wix_order_id = parcel.wix_order_id AND ours.destination = 'myparcel' AND ours.role = 'shipment'
        AND ours.state = 'sent' AND ours.remote_id = parcel.shipment_id AND decision.action = 'send'
    WHERE parcel.store = :store AND (parcel.progress IN (7, 9, 10) OR parcel.age = 'lost')
) AS alarm
WHERE code IS NOT NULL
  AND NOT EXISTS (SELECT FROM export.holds AS past WHERE past.store = :store AND past.wix_order_id = alarm.wix_order_id AND past.destination = 'myparcel'
                  AND past.code = alarm.code AND past.field = alarm.field AND (past.closed_at IS NULL OR past.closed_as = 'ignored'))
