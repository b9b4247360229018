-- Grain: products that we made within the hour, which a list of the account may not show yet. Safe: one that is there stays as it is.
INSERT INTO core.products (connection, product_id, variant_id, sku, name)
SELECT connection, remote_id, '', sku, name FROM export.new_products
WHERE connection = :connection AND state = 'sent' AND remote_id IS NOT NULL AND changed_at > now() - interval '1 hour'
ON CONFLICT (connection, product_id, variant_id) DO NOTHING
