-- Grain: one instant: until where the store's windows before this one were landed and published (or had nothing new). Safe: reads only.
SELECT max(window_end) AS until FROM staging.batches
WHERE store = :store AND window_end <= :start AND batch_id <> :batch_id
  AND (state = 'published' OR state = 'landed' AND changed = 0 AND rebuilt = 0)
