-- Grain: one row per thing that happened to one order, with its instant, oldest first. Safe: reads only, by the order's keys.
SELECT at, what, detail FROM (
    SELECT created_at AS at, 1 AS rank, 'placed' AS what, jsonb_build_object('channel', channel, 'amount', total_minor, 'currency', currency) AS detail
    FROM core.orders WHERE store = :store AND wix_order_id = :wix_order_id
    UNION ALL SELECT updated_at, 3, 'changed', jsonb_build_object('status', status, 'payment', payment_status, 'fulfilment', fulfillment_status)
    FROM core.orders WHERE store = :store AND wix_order_id = :wix_order_id AND updated_at > created_at
    UNION ALL SELECT first_published_at, 4, 'landed', '{}' FROM core.orders WHERE store = :store AND wix_order_id = :wix_order_id
    UNION ALL SELECT published_at, 4, 'landed again', '{}' FROM core.orders WHERE store = :store AND wix_order_id = :wix_order_id AND published_at > first_published_at
    UNION ALL SELECT paid.created_at, 2, 'paid', jsonb_build_object('amount', paid.amount_minor, 'currency', placed.currency, 'status', paid.status, 'method', paid.method)
    FROM core.payments AS paid JOIN core.orders AS placed USING (store, wix_order_id) WHERE store = :store AND wix_order_id = :wix_order_id
    UNION ALL SELECT back.created_at, 2, 'refunded', jsonb_build_object('amount', back.amount_minor, 'currency', placed.currency, 'status', back.state)
    FROM core.refunds AS back JOIN core.orders AS placed USING (store, wix_order_id) WHERE store = :store AND wix_order_id = :wix_order_id
    UNION ALL SELECT decided_at, 5, 'decided', jsonb_build_object('destination', destination, 'action', action, 'kind', kind, 'reason', reason)
    FROM core.decisions WHERE store = :store AND wix_order_id = :wix_order_id
    UNION ALL SELECT since, 6, 'held', jsonb_build_object('destination', destination, 'code', code, 'field', field, 'seen', seen)
    FROM export.holds WHERE store = :store AND wix_order_id = :wix_order_id
    UNION ALL SELECT closed_at, 7, 'hold closed', jsonb_build_object('destination', destination, 'code', code, 'as', closed_as, 'by', closed_by, 'note', note, 'with', closed_with)
    FROM export.holds WHERE store = :store AND wix_order_id = :wix_order_id AND closed_at IS NOT NULL
    UNION ALL SELECT given_at, 6, 'let into the closed period', jsonb_build_object('by', given_by) FROM export.period_passes WHERE store = :store AND wix_order_id = :wix_order_id
    UNION ALL SELECT agreed_at, 8, 'agreed', jsonb_build_object('by', agreed_by, 'kind', kind) FROM export.ledger
    WHERE store = :store AND wix_order_id = :wix_order_id AND agreed_at IS NOT NULL
    UNION ALL SELECT CASE state WHEN 'sent' THEN coalesce(sent_at, changed_at) ELSE changed_at END, 9, 'ledger',
        jsonb_build_object('destination', destination, 'role', role, 'part', part, 'kind', kind, 'state', state, 'number', remote_number, 'amount', amount_minor,
                           'currency', currency, 'error', last_error)
    FROM export.ledger WHERE store = :store AND wix_order_id = :wix_order_id
    UNION ALL SELECT job.created_at, 9, 'printed', jsonb_build_object('job', job.job_id, 'state', parcel.state, 'kind', job.kind)
    FROM export.print_job_parcels AS parcel JOIN export.print_jobs AS job USING (job_id) WHERE parcel.store = :store AND parcel.wix_order_id = :wix_order_id
    UNION ALL SELECT registered_at, 10, 'label', jsonb_build_object('shipment', shipment_id, 'carrier', carrier) FROM export.tracking
    WHERE store = :store AND wix_order_id = :wix_order_id AND registered_at IS NOT NULL
    UNION ALL SELECT news_at, 11, 'scan', jsonb_build_object('shipment', shipment_id, 'carrier', carrier, 'progress', progress, 'age', age) FROM export.tracking
    WHERE store = :store AND wix_order_id = :wix_order_id AND progress > 1
) AS happened
WHERE at IS NOT NULL ORDER BY at, rank, what
