-- Grain: closed holds of the named orders: what was seen and what a person noted go; a change that was ignored is known again by its version. Safe: repeated, it changes nothing.
UPDATE export.holds SET note = NULL, seen = CASE WHEN code LIKE 'ORDER\_CHANGED\_%' THEN seen ELSE '' END
WHERE store = :store AND wix_order_id = ANY (:wix_order_ids) AND closed_at IS NOT NULL
