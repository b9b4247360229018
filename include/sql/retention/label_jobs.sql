-- Grain: one row per print job with files in which a parcel of the named orders stands. Safe: reads only.
SELECT DISTINCT job.job_id, job.store, job.files FROM export.print_jobs AS job JOIN export.print_job_parcels AS parcel USING (job_id)
WHERE parcel.store = :store AND parcel.wix_order_id = ANY (:wix_order_ids) AND job.deleted_at IS NULL AND job.files <> '{}'
ORDER BY job.job_id
