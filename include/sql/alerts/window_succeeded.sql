-- Grain: one window of history that was taken over, by whichever run. Safe: what is gone stays gone.
DELETE FROM ops.failed_windows WHERE store = :store AND dag_id = :dag_id AND (span = :span OR failed_run = :run_id)
