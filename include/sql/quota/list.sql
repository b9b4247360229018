-- Grain: one row per account in the present month. Safe: reads only.
SELECT connection, period, calls AS ours, coalesce(usage + calls - calls_then, calls) AS used, quota AS limit,
       greatest(quota - (usage + calls - calls_then), 0) AS left, spent_at IS NOT NULL AS spent, asked_at AS read_at
FROM ops.quota WHERE period = to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM')
ORDER BY connection, account
