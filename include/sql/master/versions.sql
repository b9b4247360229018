-- Grain: one row per kind of master data of some connections. Safe: reads only.
SELECT connection, kind, read_at FROM core.master WHERE connection = ANY (:connections) ORDER BY connection, kind
