-- Grain: whether anything was ever erased in a store. Safe: reads only.
SELECT EXISTS (SELECT FROM core.erasures WHERE store = :store) AS any
