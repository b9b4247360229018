-- Grain: the row of one batch whose staged rows are gone, unless it tells until where the store's hours were landed. Safe: deletes by key.
DELETE FROM staging.batches AS batch
WHERE batch_id = :batch_id
  AND batch_id IS DISTINCT FROM (
      SELECT newest.batch_id FROM staging.batches AS newest
      WHERE newest.store = batch.store AND newest.state = 'published' AND newest.window_end IS NOT NULL
      ORDER BY newest.window_end DESC, newest.batch_id DESC LIMIT 1)
