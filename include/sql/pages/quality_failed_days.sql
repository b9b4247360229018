-- Grain: one row per rule and day on which it failed. Safe: reads only, by the index of failed days.
SELECT rule, day, failed FROM quality.days
WHERE store = :store AND failed > 0 AND rule <> '' AND day >= coalesce(CAST(:first_day AS date), '-infinity') AND day <= :last_day
