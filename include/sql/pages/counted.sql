-- Grain: one report of a store as it was counted last. Safe: reads only.
SELECT rows, counted_at FROM quality.counted WHERE store = :store AND report = :report AND part = :part
