-- Grain: one row per batch, opened. Safe: the same batch starts over from nothing.
INSERT INTO staging.batches (batch_id, store, window_start, window_end)
VALUES (:batch_id, :store, :window_start, :window_end)
ON CONFLICT (batch_id) DO UPDATE
SET store = EXCLUDED.store, window_start = EXCLUDED.window_start, window_end = EXCLUDED.window_end,
    state = 'landing', seen = 0, changed = 0, rebuilt = 0, created_at = now()
