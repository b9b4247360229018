-- Grain: one job whose files are stored. Safe: setting the same again changes nothing.
UPDATE export.print_jobs SET state = :state, labels = :labels, parcels = :parcels, held = :held, files = CAST(:files AS jsonb), payment_link = :payment_link,
    finished_at = now(), deleted_at = NULL
WHERE job_id = :job_id
