-- Grain: one account and month in which nothing waits any more: the next lack is told anew. Safe: repeated, it changes nothing.
UPDATE ops.quota SET told_at = NULL WHERE account = :account AND period = to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM') AND told_at IS NOT NULL
