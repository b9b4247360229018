-- Grain: at most :most pages of Great Expectations of a store older than :days days. Safe: a second time takes the next ones, or none.
UPDATE quality.checks SET docs = NULL WHERE check_id = ANY (ARRAY(
    SELECT check_id FROM quality.checks WHERE store = :store AND docs IS NOT NULL AND checked_at < now() - make_interval(days => :days) ORDER BY checked_at LIMIT :most))
