-- Grain: at most :most results of a store older than :days days, whose sums stay in quality.days. Safe: a second time takes the next ones, or none.
DELETE FROM quality.results WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM quality.results WHERE store = :store AND checked_at < now() - make_interval(days => :days) ORDER BY checked_at LIMIT :most))
