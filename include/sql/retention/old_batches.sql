-- Grain: one row per batch whose staged rows nobody needs any more: published, or left unfinished a month ago. Safe: reads only.
SELECT batch_id FROM staging.batches
WHERE store = :store AND created_at < now() - make_interval(days => CASE state WHEN 'published' THEN :days ELSE 30 END)
ORDER BY created_at LIMIT 1000
