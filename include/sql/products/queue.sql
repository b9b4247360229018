-- Grain: one product that the next run makes, as this one has made as many as it may. Safe: one that is known stays as it is.
INSERT INTO export.new_products (connection, sku_key, sku, name, store, state, attempts) VALUES (:connection, :sku_key, :sku, :name, :store, 'unknown', 0)
ON CONFLICT (connection, sku_key) DO NOTHING
