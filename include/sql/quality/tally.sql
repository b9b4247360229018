-- Grain: one row per store and suite, of results checked from one moment on. Reads only.
SELECT store, suite, count(DISTINCT run_key) AS runs, count(*) AS checks,
       count(*) FILTER (WHERE success) AS passed, count(*) FILTER (WHERE NOT success) AS failed,
       count(*) FILTER (WHERE NOT success AND scope = 'batch') AS stopped
FROM quality.results
WHERE checked_at >= CAST(:since AS timestamptz)
GROUP BY store, suite
ORDER BY store, suite;
