-- Grain: one row per job of a store whose files are older than they may become. Safe: reads only.
SELECT job_id, store, files FROM export.print_jobs
WHERE store = :store AND deleted_at IS NULL AND files <> '{}' AND created_at < now() - make_interval(days => :days) ORDER BY job_id
