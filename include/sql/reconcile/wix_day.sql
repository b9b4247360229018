-- Grain: one store, day and currency as Wix lists its orders. Safe: upsert.
INSERT INTO export.wix_days (store, day, currency, orders, total_minor) VALUES (:store, :day, :currency, :orders, :total_minor)
ON CONFLICT (store, day, currency) DO UPDATE SET orders = excluded.orders, total_minor = excluded.total_minor, read_at = now()
