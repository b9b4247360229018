-- Grain: one series of a store, locked until the transaction ends. Safe: the row is made once with 0.
INSERT INTO export.sequences (store, series, last) VALUES (:store, :series, 0)
ON CONFLICT (store, series) DO UPDATE SET last = export.sequences.last
RETURNING last
