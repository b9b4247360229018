-- Grain: one row per batch whose staged rows nobody needs any more: published a week ago, or left unfinished a month ago. The newest finished one stays: its window tells until where was landed. Safe: reads only.
SELECT batch_id
FROM staging.batches
WHERE store = :store
  AND batch_id <> :batch_id
  AND created_at < now() - CASE state WHEN 'published' THEN interval '7 days' ELSE interval '30 days' END
  AND batch_id IS DISTINCT FROM (
      SELECT newest.batch_id FROM staging.batches AS newest
      WHERE newest.store = :store AND newest.window_end IS NOT NULL
        AND (newest.state = 'published' OR newest.state = 'landed' AND newest.changed = 0 AND newest.rebuilt = 0)
      ORDER BY newest.window_end DESC, newest.created_at DESC LIMIT 1)
ORDER BY created_at
LIMIT 200
