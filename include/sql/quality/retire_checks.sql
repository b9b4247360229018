-- Grain: at most :most checks of a store older than :days days. Safe: a second time takes the next ones, or none.
DELETE FROM quality.checks WHERE check_id = ANY (ARRAY(
    SELECT check_id FROM quality.checks WHERE store = :store AND checked_at < now() - make_interval(days => :days) ORDER BY checked_at LIMIT :most))
