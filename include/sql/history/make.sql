-- Grain: one row per past order whose draft is due: those that an earlier try had begun first, then the oldest. Safe: begun again they are the same.
UPDATE core.history AS past SET state = 'making'
FROM (SELECT wix_order_id FROM core.history AS due WHERE store = :store AND state IN ('waiting', 'making')
        -- what is forgotten cannot be decided about: it waits until its window is taken over again
        AND NOT EXISTS (SELECT FROM core.orders AS sold WHERE sold.store = due.store AND sold.wix_order_id = due.wix_order_id AND sold.forgotten_at IS NOT NULL)
      ORDER BY state, created_at NULLS FIRST, wix_order_id LIMIT :most) AS due
WHERE past.store = :store AND past.wix_order_id = due.wix_order_id
RETURNING past.wix_order_id
