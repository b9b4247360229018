-- Grain: one store, whose batches are published one after the other; a backfill may run beside the hour. Safe: ends with the transaction.
SELECT pg_advisory_xact_lock(hashtextextended('publish ' || store, 7209101)) FROM staging.batches WHERE batch_id = :batch_id
