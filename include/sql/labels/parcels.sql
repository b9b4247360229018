-- Grain: one row per parcel of a job, in the order of the file. Safe: reads only.
SELECT job_id, store, wix_order_id, part, place, order_number, shipment_id, state, file, labels, says FROM export.print_job_parcels WHERE job_id = :job_id ORDER BY place
