-- Grain: orders of the batch that are older than what is already published (a backfill behind a newer run), or were taken from a stored payload whose data is forgotten. Safe: staging only.
DELETE FROM staging.orders AS staged USING core.orders AS known
WHERE staged.batch_id = :batch_id AND known.store = staged.store AND known.wix_order_id = staged.wix_order_id
  AND (known.updated_at > staged.updated_at OR known.forgotten_at IS NOT NULL AND (known.chunk_id, known.chunk_index) = (staged.chunk_id, staged.chunk_index))
