-- Grain: the parcels of a job that is run again, but for those that it never was to print. Safe: repeated, it changes nothing.
UPDATE export.print_job_parcels SET state = 'open', says = NULL WHERE job_id = :job_id AND state IN ('printed', 'held')
