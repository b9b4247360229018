-- Grain: one row per day with checks of a store, of all rules (rule empty) or of one. Safe: reads only, by the index of a rule's days.
SELECT day, checks, failed FROM quality.days
WHERE store = :store AND rule = :rule AND day >= coalesce(CAST(:first_day AS date), '-infinity') AND day <= :last_day AND checks > 0
ORDER BY day
