-- Grain: one row per batch whose staged rows nobody needs any more: published a week ago, or left unfinished a month ago. Safe: reads only.
SELECT batch_id
FROM staging.batches
WHERE store = :store
  AND batch_id <> :batch_id
  AND created_at < now() - CASE state WHEN 'published' THEN interval '7 days' ELSE interval '30 days' END
ORDER BY created_at
LIMIT 200
