-- Grain: one store: a webhook may start a run, if none did within the last :minutes minutes. Safe: only one caller gets a row.
INSERT INTO ops.hinted_runs AS last (store, started_at) VALUES (:store, now())
ON CONFLICT (store) DO UPDATE SET started_at = now() WHERE last.started_at < now() - make_interval(mins => :minutes)
RETURNING started_at
