-- Grain: one store: what was touched before everything is counted anew. Safe: deletes only what the count that follows sees.
DELETE FROM ops.touched WHERE store = :store
