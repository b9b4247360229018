-- Grain: one row per product that we meant to make in an account; due: it may be looked for or tried again now. Safe: reads only.
SELECT sku_key, sku, state, remote_id, changed_at <= now() - CASE state WHEN 'refused' THEN interval '1 day' ELSE make_interval(secs => :settle) END AS due
FROM export.new_products WHERE connection = :connection AND sku_key = ANY (:keys)
