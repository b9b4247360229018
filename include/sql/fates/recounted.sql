-- Grain: one store: all of it was counted anew. Safe: the same again changes nothing.
UPDATE pages.stores SET recount_after = NULL WHERE store = :store AND recount_after IS NOT NULL
