-- Grain: one thing that is wrong. Safe: one that goes on keeps the instant at which it began.
INSERT INTO ops.alerts AS known (store, kind, thing, says, link, members) VALUES (:store, :kind, :thing, :says, :link, :members)
ON CONFLICT (store, kind, thing) DO UPDATE SET says = excluded.says, link = excluded.link, members = excluded.members,
    since = CASE WHEN known.over_at IS NULL THEN known.since ELSE now() END, over_at = NULL
