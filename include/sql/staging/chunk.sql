-- One chunk of raw orders, compressed. Reads only.
SELECT body FROM core.raw_chunks WHERE chunk_id = :chunk_id
