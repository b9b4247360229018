-- Grain: one difference of a remote's answers from the pinned contract. Safe: upsert; the first sight stays.
INSERT INTO ops.api_drift (remote, endpoint, path, what, seen, pinned, level, store) VALUES (:remote, :endpoint, :path, :what, :seen, :pinned, :level, :store)
ON CONFLICT (store, remote, endpoint, path, what, seen) DO UPDATE SET pinned = excluded.pinned, level = excluded.level, last_at = now(), times = api_drift.times + 1
