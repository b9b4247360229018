-- Grain: one number: past orders that wait for a draft. Safe: reads only, through the partial index.
SELECT count(*) AS waiting FROM core.history WHERE store = :store AND state IN ('waiting', 'making')
