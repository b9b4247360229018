-- Grain: one shipment all of whose parcels reached an end: it is not read any more. Safe: repeated, it changes nothing.
UPDATE export.ledger SET remote_state = 'final'
WHERE store = :store AND wix_order_id = :wix_order_id AND destination = 'myparcel' AND role = 'shipment' AND remote_id = :shipment_id AND remote_state IS DISTINCT FROM 'final'
  AND NOT EXISTS (SELECT FROM export.tracking AS parcel WHERE parcel.store = :store AND coalesce(parcel.main_id, parcel.shipment_id) = :shipment_id AND NOT parcel.final)
