-- Grain: one row per DAG of a store whose last run to end has failed. Safe: reads only.
SELECT dag_id, failed_run, failed_at, failures FROM ops.run_ends WHERE store = :store AND failures > 0 ORDER BY dag_id
