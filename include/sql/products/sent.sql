-- Grain: one product that is there. Safe: the same id again changes nothing.
UPDATE export.new_products SET state = 'sent', remote_id = :remote_id, last_error = NULL, changed_at = now()
WHERE connection = :connection AND sku_key = :sku_key AND remote_id IS DISTINCT FROM :remote_id
