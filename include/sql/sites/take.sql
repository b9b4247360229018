-- Grain: one Wix site and the store key that it was first landed under. Safe: the first key stays.
INSERT INTO ops.sites (site, store) VALUES (:site, :store)
ON CONFLICT (site) DO UPDATE SET store = ops.sites.store
RETURNING store
