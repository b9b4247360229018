-- Grain: one row per dry run of a store, the newest first. Safe: reads only, through dry_runs_by_age.
SELECT dag_id, run_id, count(*) AS requests, max(made_at) AS made_at
FROM ops.dry_runs WHERE store = :store GROUP BY dag_id, run_id ORDER BY max(made_at) DESC, run_id LIMIT :most OFFSET :skip
