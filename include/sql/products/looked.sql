-- Grain: one product whose answer was lost and whose first look-up found nothing. Safe: a product that was made stays as it is.
UPDATE export.new_products SET state = 'unknown', changed_at = now() WHERE connection = :connection AND sku_key = :sku_key AND state = 'sending'
