-- Grain: one row per parcel that may be printed: those not known to be registered, those that an unfinished job left behind, those of the named orders, and with again those that wait to be handed over. Safe: reads only.
SELECT entry.wix_order_id, entry.part, entry.order_number, entry.marker, entry.remote_id AS shipment_id, label.state AS label_state,
       coalesce(label.body ->> 'shipment_id' = entry.remote_id, false) AS ours,
       EXISTS (SELECT FROM export.print_job_parcels AS left_behind JOIN export.print_jobs AS job USING (job_id) WHERE left_behind.store = entry.store AND left_behind.wix_order_id = entry.wix_order_id
               AND left_behind.part = entry.part AND left_behind.state = 'open' AND job.kind = 'label') AS unfinished,
       ordered.created_at, decision.action, decision.reason, (entry.wanted IS NOT NULL OR entry.attempt IS NOT NULL) AS changing,
       (SELECT string_agg(DISTINCT upper(trim(line.sku)), ' ' ORDER BY upper(trim(line.sku))) FROM core.lines AS line
        WHERE line.store = entry.store AND line.wix_order_id = entry.wix_order_id AND line.kind = 'item' AND line.shippable) AS skus,
       (SELECT string_agg(DISTINCT hold.code, ', ') FROM export.holds AS hold WHERE hold.store = entry.store AND hold.wix_order_id = entry.wix_order_id
        AND hold.destination = 'myparcel' AND hold.closed_at IS NULL AND hold.code <> ALL (:own_codes)) AS held
FROM export.ledger AS entry
LEFT JOIN export.ledger AS label ON label.store = entry.store AND label.wix_order_id = entry.wix_order_id AND label.destination = 'myparcel' AND label.role = 'label' AND label.part = entry.part
LEFT JOIN export.tracking AS tracking ON tracking.store = entry.store AND tracking.shipment_id = entry.remote_id
LEFT JOIN core.orders AS ordered ON ordered.store = entry.store AND ordered.wix_order_id = entry.wix_order_id
LEFT JOIN core.decisions AS decision ON decision.store = entry.store AND decision.wix_order_id = entry.wix_order_id AND decision.destination = 'myparcel'
WHERE entry.store = :store AND entry.destination = 'myparcel' AND entry.role = 'shipment' AND entry.state = 'sent' AND entry.remote_id IS NOT NULL
  AND CASE WHEN CAST(:numbers AS text[]) IS NOT NULL THEN entry.order_number = ANY (:numbers)
      ELSE entry.remote_state IS DISTINCT FROM 'final' AND coalesce(tracking.status, 0) <= CASE WHEN :again THEN 2 ELSE 1 END
        OR EXISTS (SELECT FROM export.print_job_parcels AS left_behind JOIN export.print_jobs AS job USING (job_id) WHERE left_behind.store = entry.store AND left_behind.wix_order_id = entry.wix_order_id
                   AND left_behind.part = entry.part AND left_behind.state = 'open' AND job.kind = 'label') END
ORDER BY entry.remote_id
