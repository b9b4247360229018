-- Grain: one row per page, its changed orders as Wix sent them. Safe: a new try sweeps the chunks of the one before it.
INSERT INTO core.raw_chunks (store, batch_id, orders, body)
VALUES (:store, :batch_id, :orders, :body)
RETURNING chunk_id
