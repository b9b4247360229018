-- Grain: one request to erase. Safe: each request is a row of its own.
INSERT INTO core.erasures (store, asked_by, email_digest, orders) VALUES (:store, :asked_by, :email_digest, :orders) RETURNING erasure_id
