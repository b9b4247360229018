-- What the inbox of holds needs beside its table: the run or command in which a person closed one, and ways to the open and the closed ones. Safe to run again.
ALTER TABLE export.holds ADD COLUMN IF NOT EXISTS closed_run text;
ALTER TABLE export.holds ADD COLUMN IF NOT EXISTS tried_at timestamptz;  -- when a person last asked for it to be tried again, and who
ALTER TABLE export.holds ADD COLUMN IF NOT EXISTS tried_by text;
CREATE INDEX IF NOT EXISTS holds_inbox ON export.holds (store, since, hold_id) WHERE closed_at IS NULL;
CREATE INDEX IF NOT EXISTS holds_closed ON export.holds (store, closed_at, hold_id) WHERE closed_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS holds_by_number ON export.holds (store, order_number);
CREATE INDEX IF NOT EXISTS holds_by_run ON export.holds (store, closed_run) WHERE closed_run IS NOT NULL;
