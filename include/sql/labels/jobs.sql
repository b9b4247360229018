-- Grain: one row per job of a store, newest first. Safe: reads only.
SELECT job_id, store, kind, paper, position, sort, selection, state, labels, parcels, held, files, payment_link, created_at, finished_at, deleted_at
FROM export.print_jobs WHERE CAST(:store AS text) IS NULL OR store = :store ORDER BY created_at DESC, job_id DESC LIMIT :limit
