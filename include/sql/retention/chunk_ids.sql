-- Grain: one row per chunk of a store, from one on. Safe: reads only.
SELECT chunk_id, body FROM core.raw_chunks WHERE store = :store AND chunk_id > :after ORDER BY chunk_id LIMIT 20
