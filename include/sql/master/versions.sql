-- Grain: one row per kind of master data of some connections, less the marks of who looked when. Safe: reads only.
SELECT connection, kind, read_at FROM core.master WHERE connection = ANY (:connections) AND kind NOT LIKE '% watched:%' AND kind NOT LIKE 'series listed:%' ORDER BY connection, kind
