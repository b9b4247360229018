-- Grain: chunks to which no order points any more and whose batch was swept. Safe: what is gone stays gone.
DELETE FROM core.raw_chunks AS chunk
WHERE chunk.store = :store AND chunk.held = 0
  AND NOT EXISTS (SELECT FROM core.orders AS o WHERE o.chunk_id = chunk.chunk_id)
  AND NOT EXISTS (SELECT FROM staging.batches AS batch WHERE batch.batch_id = chunk.batch_id)
