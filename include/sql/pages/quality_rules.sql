-- Grain: one row per suite and rule of a store, summed over the days of a period (first day null: from the beginning). Safe: reads only, by the key of quality.days.
SELECT suite, rule, sum(checks) AS checks, sum(failed) AS failed, sum(stopped) AS stopped, CAST(sum(rows_checked) AS bigint) AS rows_checked,
       CAST(sum(rows_failed) AS bigint) AS rows_failed, max(day) FILTER (WHERE failed > 0) AS last_failed
FROM quality.days
WHERE store = :store AND rule <> '' AND day >= coalesce(CAST(:first_day AS date), '-infinity') AND day <= :last_day
GROUP BY suite, rule HAVING sum(checks) > 0
