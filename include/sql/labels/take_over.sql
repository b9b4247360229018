-- Grain: the parcels of older, unfinished jobs that a new job prints. Safe: repeated, it changes nothing.
UPDATE export.print_job_parcels AS older SET state = 'left_out', says = 'printed by job ' || newer.job_id
FROM export.print_job_parcels AS newer JOIN export.print_jobs AS job ON job.job_id = newer.job_id
WHERE newer.job_id = :job_id AND newer.state = 'open' AND older.store = newer.store AND older.wix_order_id = newer.wix_order_id AND older.part = newer.part
  AND older.job_id <> newer.job_id AND older.state = 'open' AND (SELECT kind FROM export.print_jobs AS his WHERE his.job_id = older.job_id) = job.kind
