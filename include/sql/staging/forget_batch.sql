-- Grain: the row of one batch whose staged rows are gone. Safe: deletes by key.
DELETE FROM staging.batches WHERE batch_id = :batch_id
