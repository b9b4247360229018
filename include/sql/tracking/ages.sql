-- Grain: one parcel on its way that has become late or lost. Safe: repeated, it changes nothing.
UPDATE export.tracking SET age = CASE WHEN news_at < now() - make_interval(days => :lost_days) THEN 'lost' ELSE 'late' END
WHERE store = :store AND NOT final AND progress BETWEEN 1 AND 5 AND registered_at < now() - make_interval(days => :late_days)
  AND age IS DISTINCT FROM CASE WHEN news_at < now() - make_interval(days => :lost_days) THEN 'lost' ELSE 'late' END
