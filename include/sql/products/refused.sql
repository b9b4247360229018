-- Grain: one product that was certainly not made, with Holded's words. Safe: told once more, it is the same.
UPDATE export.new_products SET state = 'refused', last_error = :error, changed_at = now() WHERE connection = :connection AND sku_key = :sku_key AND state <> 'sent'
