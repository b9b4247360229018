-- Grain: one store: its zone is kept, and whether orders of it were counted by another one. Safe: the same zone again changes nothing.
WITH before AS (
    SELECT zone FROM pages.stores WHERE store = :store
), kept AS (
    INSERT INTO pages.stores AS known (store, zone) VALUES (:store, :zone)
    ON CONFLICT (store) DO UPDATE SET zone = excluded.zone WHERE known.zone <> excluded.zone
)
SELECT coalesce((SELECT zone FROM before), 'UTC') <> :zone AND EXISTS (SELECT FROM pages.orders WHERE store = :store) AS moved
