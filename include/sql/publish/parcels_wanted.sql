-- Grain: what each shipment that was or is being sent should be now; empty where it is that, where a person left the order out, and where nothing can follow. Safe: repeated, it changes nothing.
WITH now_wanted AS (
    SELECT entry.store, entry.wix_order_id, entry.part, parcel.basis,
           CASE WHEN decision.reason IN ('IGNORED_BY_PERSON', 'DESTINATION_OFF') OR entry.remote_state = 'final' THEN NULL
                WHEN EXISTS (SELECT FROM export.holds AS hold WHERE hold.store = entry.store AND hold.wix_order_id = entry.wix_order_id AND hold.destination = 'myparcel'
                             AND hold.closed_as = 'ignored' AND hold.source <> 'reconcile') THEN NULL
                -- nothing is known of what the order wants: what stands is left alone
                WHEN decision.action = 'hold' AND decision.reason IN ('MALFORMED_ORDER', 'CHECK_FAILED', 'UNKNOWN_STATUS') THEN NULL
                WHEN decision.reason IN ('ALREADY_FULFILLED', 'NOTHING_LEFT') AND tracking.status > 1 THEN NULL
                WHEN decision.action <> 'send' THEN jsonb_build_object('gone', decision.reason)
                WHEN parcel.body IS NULL THEN jsonb_build_object('gone', 'FEWER_PARCELS')
                WHEN entry.attempt IS NULL AND entry.body = parcel.body
                     AND (entry.basis IS NULL OR (entry.basis -> 'lines', entry.basis -> 'pieces') = (parcel.basis -> 'lines', parcel.basis -> 'pieces')) THEN NULL
                ELSE jsonb_build_object('body', parcel.body, 'basis', parcel.basis) END AS wanted
    FROM staging.decisions AS decision
    JOIN export.ledger AS entry ON entry.store = decision.store AND entry.wix_order_id = decision.wix_order_id AND entry.destination = 'myparcel'
        AND entry.role = 'shipment' AND entry.state IN ('sending', 'sent', 'unknown')
    LEFT JOIN staging.parcels AS parcel ON parcel.batch_id = decision.batch_id AND parcel.wix_order_id = decision.wix_order_id AND parcel.part = entry.part
    LEFT JOIN export.tracking AS tracking ON tracking.store = entry.store AND tracking.shipment_id = entry.remote_id
    WHERE decision.batch_id = :batch_id AND decision.destination = 'myparcel'
)
UPDATE export.ledger AS entry SET
    wanted = CASE WHEN entry.wanted ? 'refused' AND entry.wanted -> 'body' = now_wanted.wanted -> 'body' THEN entry.wanted ELSE now_wanted.wanted END,
    basis = CASE WHEN now_wanted.wanted IS NULL AND entry.body IS NOT NULL THEN coalesce(now_wanted.basis, entry.basis) ELSE entry.basis END,
    next_try_at = CASE WHEN entry.state = 'sent' AND entry.attempt IS NULL THEN now() ELSE entry.next_try_at END, looks = CASE WHEN entry.state = 'sent' THEN 0 ELSE entry.looks END
FROM now_wanted
WHERE entry.store = now_wanted.store AND entry.wix_order_id = now_wanted.wix_order_id AND entry.destination = 'myparcel' AND entry.role = 'shipment' AND entry.part = now_wanted.part
  AND (entry.wanted IS NOT NULL OR now_wanted.wanted IS NOT NULL OR entry.basis IS DISTINCT FROM coalesce(now_wanted.basis, entry.basis))
