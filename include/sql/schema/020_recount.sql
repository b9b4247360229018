-- How far the orders of a store are counted anew after its time zone changed. Safe to run again.
ALTER TABLE pages.stores ADD COLUMN IF NOT EXISTS recount_after text;  -- the last order that was queued for it, '' before the first one; null: none is to be
