-- Grain: one batch whose staged rows were swept. The store's newest finished one stays: its window tells until where was landed. Safe to run again: what is gone stays gone.
DELETE FROM staging.batches AS old
WHERE old.batch_id = :batch_id
  AND old.batch_id IS DISTINCT FROM (
      SELECT newest.batch_id FROM staging.batches AS newest
      WHERE newest.store = old.store AND newest.window_end IS NOT NULL
        AND (newest.state = 'published' OR newest.state = 'landed' AND newest.changed = 0 AND newest.rebuilt = 0)
      ORDER BY newest.window_end DESC, newest.created_at DESC LIMIT 1)
