-- Grain: one connection, whose products are replaced by one reader at a time. Safe: ends with the transaction.
SELECT pg_advisory_xact_lock(hashtextextended('products ' || :connection, 7209101))
