-- Grain: one store: rows of its queue; no more than one beyond the asked number is looked at. Safe: reads only.
SELECT count(*) AS touched FROM (SELECT FROM ops.touched WHERE store = :store LIMIT CAST(:most AS integer) + 1) AS seen
