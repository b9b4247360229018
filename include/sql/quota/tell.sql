-- Grain: one account and month of which a run is about to end in red. Safe: only the first one gets a row back.
INSERT INTO ops.quota AS known (account, period, connection, told_at) VALUES (:account, to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM'), :connection, now())
ON CONFLICT (account, period) DO UPDATE SET told_at = now() WHERE known.told_at IS NULL
RETURNING account
