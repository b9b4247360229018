-- Grain: one account and month. Safe: a task that runs again adds what it called again.
INSERT INTO ops.quota AS known (account, period, connection, calls) VALUES (:account, to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM'), :connection, :calls)
ON CONFLICT (account, period) DO UPDATE SET calls = known.calls + excluded.calls, connection = excluded.connection
