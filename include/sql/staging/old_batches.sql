-- Grain: one row per batch whose staged rows nobody needs any more: published a week ago, or left unfinished a month ago. The newest window stays: it tells until where was landed. Safe: reads only.
SELECT batch_id
FROM staging.batches
WHERE store = :store
  AND batch_id <> :batch_id
  AND created_at < now() - CASE state WHEN 'published' THEN interval '7 days' ELSE interval '30 days' END
  AND window_end IS DISTINCT FROM (SELECT max(newest.window_end) FROM staging.batches AS newest WHERE newest.store = :store)
ORDER BY created_at
LIMIT 200
