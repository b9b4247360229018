-- Grain: one kind of open hold of one order and destination whose cause is gone. Safe: closed ones are left alone.
UPDATE export.holds SET closed_at = now(), closed_as = 'healed', closed_by = 'order-sync'
WHERE store = :store AND wix_order_id = :wix_order_id AND destination = :destination AND code = :code AND closed_at IS NULL
