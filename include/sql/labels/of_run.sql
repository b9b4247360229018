-- Grain: the job of one run, or none. Safe: reads only.
SELECT * FROM export.print_jobs WHERE store = :store AND run_key = :run_key
