-- Grain: findings that were over more than :days days ago. Safe: repeated, it changes nothing.
DELETE FROM export.drift WHERE store = :store AND over_at < now() - make_interval(days => :days)
