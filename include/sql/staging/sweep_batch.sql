-- Grain: what an earlier try of one batch left in staging, and its raw chunks that no published order points to. Safe: deletes by key.
WITH swept_lines AS (DELETE FROM staging.lines WHERE batch_id = :batch_id),
     swept_payments AS (DELETE FROM staging.payments WHERE batch_id = :batch_id),
     swept_refunds AS (DELETE FROM staging.refunds WHERE batch_id = :batch_id),
     swept_decisions AS (DELETE FROM staging.decisions WHERE batch_id = :batch_id),
     swept_acts AS (DELETE FROM staging.acts WHERE batch_id = :batch_id),
     swept_orders AS (DELETE FROM staging.orders WHERE batch_id = :batch_id)
DELETE FROM core.raw_chunks AS chunk
WHERE chunk.batch_id = :batch_id
  AND NOT EXISTS (SELECT FROM core.orders AS o WHERE o.chunk_id = chunk.chunk_id)
