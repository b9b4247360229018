-- Grain: one batch and where it stands. Safe: repeated, it changes nothing.
UPDATE staging.batches SET state = :state WHERE batch_id = :batch_id
