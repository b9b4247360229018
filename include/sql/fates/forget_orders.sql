-- Grain: one store: its orders as they were counted. Safe: they are counted anew in the same transaction.
DELETE FROM pages.orders WHERE store = :store
