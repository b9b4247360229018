-- Grain: one channel that took a digest. Safe: told again, it is newer.
INSERT INTO ops.alert_channels (store, channel, sent_at) VALUES (:store, :channel, now())
ON CONFLICT (store, channel) DO UPDATE SET sent_at = now(), failing_since = NULL, attempts = 0, last_error = NULL
