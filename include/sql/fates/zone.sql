-- Grain: one store: its zone is kept; where orders were counted by another one, all of them are marked to be counted anew. Safe: the same zone again changes nothing.
WITH before AS (
    SELECT zone FROM pages.stores WHERE store = :store
), asked AS (
    SELECT coalesce((SELECT zone FROM before), 'UTC') <> :zone AND EXISTS (SELECT FROM pages.orders WHERE store = :store) AS moved
), kept AS (
    INSERT INTO pages.stores AS known (store, zone, recount_after) SELECT :store, :zone, CASE WHEN moved THEN '' END FROM asked
    ON CONFLICT (store) DO UPDATE SET zone = excluded.zone, recount_after = excluded.recount_after WHERE known.zone <> excluded.zone
)
SELECT moved FROM asked
