-- Grain: one chunk of raw orders, packed anew with the same places. Safe: repeated, it changes nothing.
UPDATE core.raw_chunks SET body = :body, held = :held WHERE chunk_id = :chunk_id
