-- Grain: one row per day with checks of a store, or of one rule of it. Safe: reads only, by the keys of quality.days.
SELECT day, CAST(sum(checks) AS bigint) AS checks, CAST(sum(failed) AS bigint) AS failed
FROM quality.days
WHERE store = :store AND day >= coalesce(CAST(:first_day AS date), '-infinity') AND day <= :last_day AND (CAST(:rule AS text) IS NULL OR rule = :rule)
GROUP BY day HAVING sum(checks) > 0 ORDER BY day
