-- Grain: one instant: the start of the store's first published window that is still remembered. Safe: reads only.
SELECT min(window_start) AS since FROM staging.batches WHERE store = :store AND state = 'published' AND window_start IS NOT NULL
