-- Grain: one store: whether nobody else counts its orders; holds it until the end of the transaction. Safe: a lock.
SELECT pg_try_advisory_xact_lock(7209113, hashtext(:store)) AS free
