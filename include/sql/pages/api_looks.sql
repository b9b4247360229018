-- Grain: one row: how many endpoints' answers a store has compared with the pinned contract, and when the last one was. Safe: reads only, through the primary key.
SELECT count(*) AS endpoints, max(looked_at) AS looked_at FROM ops.api_looks WHERE store = :store
