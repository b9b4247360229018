-- Grain: one row per place of a chunk that somebody still reads as it is: published and not forgotten, or staged; then those of forgotten orders. Safe: reads only.
SELECT chunk_index, forgotten_at IS NULL AS whole FROM core.orders WHERE chunk_id = :chunk_id
UNION ALL
SELECT staged.chunk_index, true FROM staging.orders AS staged
JOIN core.raw_chunks AS chunk ON chunk.chunk_id = staged.chunk_id AND chunk.batch_id = staged.batch_id
WHERE chunk.chunk_id = :chunk_id
