-- Grain: one job of a store, or none. Safe: reads only.
SELECT job_id, store, kind, paper, position, sort, selection, state, labels, parcels, held, files, payment_link, created_at, finished_at, deleted_at
FROM export.print_jobs WHERE store = :store AND job_id = :job_id
