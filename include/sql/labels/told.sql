-- Grain: what became of one parcel of a job. Safe: setting the same again changes nothing.
UPDATE export.print_job_parcels SET state = :state, says = :says, file = :file, labels = :labels
WHERE job_id = :job_id AND wix_order_id = :wix_order_id AND part = :part
