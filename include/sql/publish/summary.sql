-- Grain: one row per destination and action of a batch. Safe: reads only.
SELECT destination, action, count(*) AS orders FROM staging.decisions WHERE batch_id = :batch_id GROUP BY destination, action ORDER BY destination, action
