-- Grain: one row per DAG of a store whose last run to end has failed: until one succeeds. What a person started is remembered for a day, as no other run need follow it; a DAG that ran no more for eight; one that the settings make no more is over at once. Safe: reads only.
SELECT dag_id, failed_run, failed_at, failures, by_hand
FROM ops.run_ends CROSS JOIN LATERAL (SELECT NOT failed_run ~ '^(scheduled|asset_triggered)__' AS by_hand) AS began
WHERE store = :store AND (CAST(:dags AS text[]) IS NULL OR dag_id = ANY (:dags)) AND failures > 0 AND failed_at > now() - CASE WHEN by_hand THEN interval '24 hours' ELSE interval '8 days' END
ORDER BY dag_id
