-- Grain: one chunk of raw orders, locked. Safe: reads only.
SELECT body FROM core.raw_chunks WHERE chunk_id = :chunk_id FOR UPDATE
