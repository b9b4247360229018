-- Grain: one parcel and its newest state. A parcel that reached an end stays there. Safe: upsert by key.
INSERT INTO export.tracking (store, shipment_id, wix_order_id, status, barcode, link, carrier, final)
VALUES (:store, :shipment_id, :wix_order_id, :status, :barcode, :link, :carrier, :final)
ON CONFLICT (store, shipment_id) DO UPDATE SET status = excluded.status, barcode = coalesce(excluded.barcode, export.tracking.barcode), link = coalesce(excluded.link, export.tracking.link),
    carrier = excluded.carrier, final = excluded.final, missing = 0, changed_at = now()
WHERE NOT export.tracking.final AND (export.tracking.status, export.tracking.barcode, export.tracking.link, export.tracking.final, export.tracking.missing)
    IS DISTINCT FROM (excluded.status, coalesce(excluded.barcode, export.tracking.barcode), coalesce(excluded.link, export.tracking.link), excluded.final, 0)
