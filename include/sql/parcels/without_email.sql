-- Grain: one shipment that MyParcel refused only for its e-mail address: it may be sent without, which the ledger and the order's trace say. Safe: once, for there is no e-mail afterwards.
WITH changed AS (
    UPDATE export.ledger SET state = 'pending', looks = 0, last_error = :error, changed_at = now(), body = body #- '{recipient,email}',
        basis = coalesce(basis, '{}') || jsonb_build_object('without_email', left(md5(body #>> '{recipient,email}'), 8)),
        money_hash = encode(sha256(convert_to(CAST(body #- '{recipient,email}' AS text), 'UTF8')), 'hex')
    WHERE store = :store AND wix_order_id = :wix_order_id AND destination = :destination AND role = :role AND part = :part AND state = 'sending'
      AND body #>> '{recipient,email}' IS NOT NULL
    RETURNING store, wix_order_id, destination, body, basis
), told AS (
    UPDATE core.decisions AS decision SET trace = decision.trace || jsonb_build_array(jsonb_build_object('rule', 'e-mail', 'verdict', 'pass', 'because', CAST(:error AS text)))
    FROM changed WHERE decision.store = changed.store AND decision.wix_order_id = changed.wix_order_id AND decision.destination = changed.destination
)
SELECT body, basis FROM changed
