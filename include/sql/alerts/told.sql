-- Grain: one thing of which a channel was told. Safe: told again, it is newer.
INSERT INTO ops.alerts_told (store, channel, kind, thing, members) VALUES (:store, :channel, :kind, :thing, :members)
ON CONFLICT (store, channel, kind, thing) DO UPDATE SET members = excluded.members, told_at = now()
