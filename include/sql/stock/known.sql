-- Grain: one row per document that needs no look: ours, or its hold is open, or a person has ignored it. Safe: reads only.
SELECT remote_id AS id FROM export.ledger WHERE destination = 'holded' AND remote_id = ANY (:ids)
UNION
SELECT split_part(field, ' ', 2) FROM export.holds
WHERE store = :store AND destination = 'holded' AND code = 'STOCK_MOVED_TWICE' AND (closed_at IS NULL OR closed_as = 'ignored')
