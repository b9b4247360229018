-- Grain: one return of a job, now with the id of its shipment. Safe: setting the same id again changes nothing.
UPDATE export.print_job_parcels SET shipment_id = :shipment_id WHERE job_id = :job_id AND wix_order_id = :wix_order_id AND part = :part
