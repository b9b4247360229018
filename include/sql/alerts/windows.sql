-- Grain: one row per window of history that failed and was not taken over since; for eight days, or one where the run named no window. Safe: reads only.
SELECT dag_id, span, failed_run, failures, span <> failed_run AS named FROM ops.failed_windows
WHERE store = :store AND (CAST(:dags AS text[]) IS NULL OR dag_id = ANY (:dags)) AND failed_at > now() - CASE WHEN span = failed_run THEN interval '24 hours' ELSE interval '8 days' END
ORDER BY dag_id, span
