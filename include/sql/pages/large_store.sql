-- Grain: one row: whether a store has so many orders that its reports are counted beforehand. Safe: reads only, and no more than so many.
SELECT count(*) = :orders AS large FROM (SELECT FROM core.orders WHERE store = :store LIMIT :orders) AS few
