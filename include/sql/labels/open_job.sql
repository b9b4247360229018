-- Grain: one job per run. Safe: a repeated run finds its job as it is.
INSERT INTO export.print_jobs (store, run_key, kind, paper, position, sort, selection)
VALUES (:store, :run_key, :kind, :paper, :position, :sort, CAST(:selection AS jsonb))
ON CONFLICT (store, run_key) DO NOTHING
RETURNING *
