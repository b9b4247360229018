-- Grain: one account in the present month, its ages in seconds. Safe: reads only.
SELECT period, calls, usage, quota, calls_then, spent_at IS NOT NULL AS spent, told_at IS NOT NULL AS told,
       extract(epoch FROM now() - asked_at)::bigint AS asked_age, extract(epoch FROM now() - checked_at)::bigint AS checked_age
FROM ops.quota WHERE account = :account AND period = to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM')
