-- Grain: one product about to be made. Committed before the call. Safe: a product that was made stays as it is.
INSERT INTO export.new_products (connection, sku_key, sku, name, store) VALUES (:connection, :sku_key, :sku, :name, :store)
ON CONFLICT (connection, sku_key) DO UPDATE SET state = 'sending', attempts = export.new_products.attempts + 1, last_error = NULL, changed_at = now()
WHERE export.new_products.state <> 'sent'
