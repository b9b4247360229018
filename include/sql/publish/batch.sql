-- Grain: one batch. Safe: reads only.
SELECT batch_id, store, window_start, window_end, state, seen, changed, rebuilt FROM staging.batches WHERE batch_id = :batch_id
