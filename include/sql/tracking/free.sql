-- Grain: one parcel whose label was taken back before Wix was told: its fulfilment is not written, its lines are free. Safe: one that Wix may know stays.
WITH given_back AS (
    UPDATE export.ledger SET state = 'withdrawn', changed_at = now()
    WHERE store = :store AND wix_order_id = :wix_order_id AND destination = 'wix' AND role = 'fulfillment' AND part = :shipment_id AND state IN ('pending', 'rejected')
)
UPDATE export.tracking SET lines = NULL
WHERE store = :store AND shipment_id = :shipment_id
  AND NOT EXISTS (SELECT FROM export.ledger AS told WHERE told.store = :store AND told.wix_order_id = :wix_order_id AND told.destination = 'wix' AND told.role = 'fulfillment'
                  AND told.part = :shipment_id AND told.state IN ('sending', 'unknown', 'sent'))
