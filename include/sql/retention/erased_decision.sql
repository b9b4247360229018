-- Grain: the decision about an order of an erased e-mail at one destination: it is left alone. Safe: inserted once.
INSERT INTO core.decisions (store, wix_order_id, destination, action, reason, trace, batch_id)
VALUES (:store, :wix_order_id, :destination, 'ignore', 'ERASED', '[]', :batch_id)
ON CONFLICT (store, wix_order_id, destination) DO NOTHING
