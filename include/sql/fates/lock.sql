-- Grain: one store: waits until nobody else counts its orders, until the end of the transaction. Safe: a lock.
SELECT pg_advisory_xact_lock(7209113, hashtext(:store))
