-- Grain: one row per shipment at MyParcel that is not what its order wants now, or of which a change is in doubt. Safe: reads only, through ledger_stale.
SELECT store, wix_order_id, destination, role, part, state, kind, marker, reference, order_number, doc_date, amount_minor, currency, body, basis, wanted, attempt, former, remote_id, remote_number,
       remote_state, attempts, looks, next_try_at <= now() AS due
FROM export.ledger
WHERE store = :store AND destination = 'myparcel' AND role = 'shipment' AND state = 'sent' AND (wanted IS NOT NULL OR attempt IS NOT NULL) AND NOT coalesce(wanted ? 'refused', false)
  AND (CAST(:numbers AS text[]) IS NULL OR order_number = ANY (:numbers))
ORDER BY order_number, wix_order_id, part
