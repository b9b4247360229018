-- The hold under which an intent was refused, what a hold was closed along with, and a way to the newest differences of the APIs. Safe to run again: IF NOT EXISTS throughout.
ALTER TABLE export.ledger ADD COLUMN IF NOT EXISTS hold_id bigint;    -- null: not refused, or refused without a hold of its own
ALTER TABLE export.holds ADD COLUMN IF NOT EXISTS closed_with text;   -- codes and fields that a person chose: ignoring them left the order out, and this hold went too
CREATE INDEX IF NOT EXISTS api_drift_by_time ON ops.api_drift (store, last_at);
