-- Grain: one report of a store, and quarter where it has one. Safe: upsert by key.
INSERT INTO quality.counted (store, report, part, rows) VALUES (:store, :report, :part, CAST(:rows AS jsonb))
ON CONFLICT (store, report, part) DO UPDATE SET rows = excluded.rows, counted_at = now()
