-- Grain: one parcel of a job. Safe: one that is there stays as it is.
INSERT INTO export.print_job_parcels (job_id, store, wix_order_id, part, place, order_number, shipment_id, state, says)
VALUES (:job_id, :store, :wix_order_id, :part, :place, :order_number, :shipment_id, :state, :says)
ON CONFLICT (job_id, wix_order_id, part) DO NOTHING
