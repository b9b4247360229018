-- Grain: one row per sales order with a parcel that was registered and of which no units were sent, by parcel or altogether. Safe: reads only.
SELECT DISTINCT parcel.wix_order_id
FROM export.tracking AS parcel
JOIN export.ledger AS document ON document.store = parcel.store AND document.wix_order_id = parcel.wix_order_id AND document.destination = 'holded' AND document.role = 'document'
    AND document.kind = 'order' AND document.state = 'sent'
WHERE parcel.store = :store AND parcel.barcode IS NOT NULL
  AND NOT EXISTS (SELECT FROM export.ledger AS units WHERE units.store = parcel.store AND units.wix_order_id = parcel.wix_order_id AND units.destination = 'holded'
                  AND units.role IN ('units', 'conversion') AND units.part IN ('all', parcel.shipment_id, '') AND units.state <> 'withdrawn')
  AND parcel.changed_at > now() - interval '90 days'
ORDER BY parcel.wix_order_id
