-- Grain: one account and month after GET /usage; without an answer only the instant is kept. Safe: the newest reading wins.
INSERT INTO ops.quota AS known (account, period, connection, usage, quota, asked_at, checked_at)
VALUES (:account, to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM'), :connection, :usage, :quota, now(), CASE WHEN :checked THEN now() END)
ON CONFLICT (account, period) DO UPDATE SET connection = excluded.connection, asked_at = now(),
    usage = coalesce(excluded.usage, known.usage), quota = coalesce(excluded.quota, known.quota),
    calls_then = CASE WHEN excluded.usage IS NULL THEN known.calls_then ELSE known.calls END,
    checked_at = coalesce(excluded.checked_at, known.checked_at),
    spent_at = CASE WHEN excluded.usage < excluded.quota THEN NULL ELSE known.spent_at END
