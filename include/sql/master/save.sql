-- Grain: one kind of master data of one connection; the newest reading wins. Safe: upsert.
INSERT INTO core.master (connection, kind, payload) VALUES (:connection, :kind, CAST(:payload AS jsonb))
ON CONFLICT (connection, kind) DO UPDATE SET payload = excluded.payload, read_at = now()
