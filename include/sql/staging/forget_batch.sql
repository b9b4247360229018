-- One batch: its own row goes after its staged rows went. Safe to run again: deletes by key.
DELETE FROM staging.batches WHERE batch_id = :batch_id
