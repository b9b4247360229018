-- Grain: one row per rule about rows that looked at enough in the last day and of which too little passed. Safe: reads only.
SELECT suite, rule, sum(checked) AS checked, sum(failed) AS failed FROM quality.results
WHERE store = :store AND scope = 'row' AND checked_at > now() - interval '1 day'
GROUP BY suite, rule
HAVING sum(checked) >= :least AND 100.0 * sum(failed) / sum(checked) > 100 - CAST(:percent AS double precision)
ORDER BY suite, rule
