-- Grain: the holds of labels of one order, now that nothing of what they tell is left. Safe: repeated, it changes nothing.
UPDATE export.holds AS hold SET closed_at = now(), closed_as = 'healed', closed_by = 'order-sync'
WHERE hold.store = :store AND hold.wix_order_id = :wix_order_id AND hold.destination = 'myparcel' AND hold.closed_at IS NULL AND hold.code = ANY (:codes) AND hold.field = :field
