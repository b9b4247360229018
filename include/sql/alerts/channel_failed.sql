-- Grain: one channel that did not take a digest. Safe: it fails since the first time.
INSERT INTO ops.alert_channels AS known (store, channel, failing_since, attempts, last_error) VALUES (:store, :channel, now(), 1, :error)
ON CONFLICT (store, channel) DO UPDATE SET failing_since = coalesce(known.failing_since, now()), attempts = known.attempts + 1, last_error = excluded.last_error
