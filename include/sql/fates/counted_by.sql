-- Grain: one row or none: the zone by which a store's days are told, and whether its orders are still being counted anew by it. Safe: reads only.
SELECT zone, recount_after IS NOT NULL AS moving FROM pages.stores WHERE store = :store
