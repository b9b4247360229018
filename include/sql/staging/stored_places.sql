-- Grain: one row per published order whose payload is stored, chunk by chunk. Safe: reads only.
SELECT o.wix_order_id, o.chunk_id, o.chunk_index
FROM core.orders AS o
JOIN core.raw_chunks AS chunk USING (chunk_id)
WHERE o.store = :store AND o.wix_order_id = ANY(:wix_order_ids)
ORDER BY o.chunk_id, o.chunk_index
