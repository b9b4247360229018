-- Grain: one account and month that refused a call because nothing is left. Safe: repeated, it keeps the first instant.
INSERT INTO ops.quota AS known (account, period, connection, spent_at) VALUES (:account, to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM'), :connection, now())
ON CONFLICT (account, period) DO UPDATE SET spent_at = coalesce(known.spent_at, now()), connection = excluded.connection
