-- Grain: all acts of a batch, before it is built again in the same transaction. Safe: staging only.
DELETE FROM staging.acts WHERE batch_id = :batch_id
