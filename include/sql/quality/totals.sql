-- Grain: one row per store that has results from one moment on; one store or ("") all. Safe: reads only.
SELECT store, count(DISTINCT run_key) AS runs, count(*) AS checks,
       count(*) FILTER (WHERE success) AS passed, count(*) FILTER (WHERE NOT success) AS failed,
       count(*) FILTER (WHERE NOT success AND scope = 'batch') AS stopped
FROM quality.results
WHERE (:store = '' OR store = :store) AND checked_at >= CAST(:since AS timestamptz)
GROUP BY store
ORDER BY store;
