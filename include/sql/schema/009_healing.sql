-- What a decision was made against: settings, tables and master data as a fingerprint. Safe to run again: IF NOT EXISTS.
ALTER TABLE staging.batches ADD COLUMN IF NOT EXISTS against text;
ALTER TABLE core.decisions ADD COLUMN IF NOT EXISTS against text;
