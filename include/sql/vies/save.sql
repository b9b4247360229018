-- Grain: one answer about one number. Older answers stay: they are evidence of the sales of their time. Safe: only ever adds.
INSERT INTO core.vat_evidence (number_hash, country, valid, request_id) VALUES (:number_hash, :country, :valid, :request_id)
ON CONFLICT (number_hash, asked_at) DO NOTHING
RETURNING asked_at
