-- Grain: one job whose files were deleted. Safe: the first instant stays.
UPDATE export.print_jobs SET deleted_at = coalesce(deleted_at, now()) WHERE job_id = :job_id
