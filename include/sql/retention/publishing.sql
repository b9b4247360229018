-- Grain: one store, in which nothing is published while its orders are forgotten. Safe: ends with the transaction.
SELECT pg_advisory_xact_lock(hashtextextended('publish ' || :store, 7209101))
