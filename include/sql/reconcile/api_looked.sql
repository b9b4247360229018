-- Grain: one endpoint of a remote as a store's run looked at it last. Safe: upsert.
INSERT INTO ops.api_looks (store, remote, endpoint, objects) VALUES (:store, :remote, :endpoint, :objects)
ON CONFLICT (store, remote, endpoint) DO UPDATE SET objects = excluded.objects, looked_at = now()
