-- Grain: one row per chunk that holds an order as Wix sent it which nobody reads any more: forgotten, or replaced by a newer version. Safe: reads only.
WITH read_places AS (
    SELECT chunk_id, chunk_index FROM core.orders WHERE store = :store AND forgotten_at IS NULL AND chunk_id IS NOT NULL
    UNION
    SELECT staged.chunk_id, staged.chunk_index FROM staging.orders AS staged WHERE staged.store = :store AND staged.chunk_id IS NOT NULL
), counted AS (SELECT chunk_id, count(*) AS places FROM read_places GROUP BY chunk_id)
SELECT chunk.chunk_id FROM core.raw_chunks AS chunk
LEFT JOIN counted USING (chunk_id)
LEFT JOIN staging.batches AS batch ON batch.batch_id = chunk.batch_id
WHERE chunk.store = :store AND coalesce(chunk.held, chunk.orders) > coalesce(counted.places, 0)
  AND (batch.batch_id IS NULL OR batch.state IN ('published', 'stopped') OR batch.created_at < now() - interval '1 day')
ORDER BY chunk.chunk_id
