-- Grain: one row per rule that failed for orders since a moment. Safe: reads only.
SELECT rule, count(*) AS orders FROM quality.failing WHERE store = :store AND last_at >= :since GROUP BY rule
