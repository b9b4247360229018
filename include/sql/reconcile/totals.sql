-- Grain: one row per order that was placed in [:since, :until) or is among :before, with what Holded has of it as last seen and what explains the rest. Safe: reads only, through orders_by_created and the primary key.
WITH placed AS (
    SELECT wix_order_id, number, CAST(created_at AT TIME ZONE :zone AS date) AS day, coalesce(currency, '') AS currency, coalesce(total_minor, 0) AS total,
        created_at >= :since AND created_at < :until AS recent
    FROM core.orders WHERE store = :store AND (created_at >= :since AND created_at < :until OR wix_order_id = ANY (:before))
), made AS (
    SELECT document.wix_order_id, document.role, document.part,
        CASE WHEN seen.gone OR seen.canceled THEN 0
             WHEN document.role = 'document' AND EXISTS (SELECT FROM export.ledger AS next WHERE next.store = document.store AND next.wix_order_id = document.wix_order_id
                 AND next.destination = 'holded' AND next.role = 'conversion' AND next.state = 'sent') THEN 0
             WHEN EXISTS (SELECT FROM export.ledger AS act WHERE act.store = document.store AND act.wix_order_id = document.wix_order_id AND act.destination = 'holded'
                          AND act.role = 'removal' AND act.part = 'cancel:' || document.remote_id AND act.state = 'sent') THEN 0
             ELSE abs(coalesce(seen.total_minor, proof.remote_total_minor, proof.our_total_minor, document.amount_minor)) END AS amount,
        abs(coalesce(proof.correction_minor, 0)) AS correction
    FROM export.ledger AS document
    JOIN placed USING (wix_order_id)
    LEFT JOIN export.proofs AS proof USING (store, wix_order_id, role, part)
    LEFT JOIN export.seen_documents AS seen ON seen.store = document.store AND seen.remote_id = document.remote_id
    WHERE document.store = :store AND document.destination = 'holded' AND document.role IN ('document', 'conversion', 'replacement', 'note') AND document.state = 'sent'
), booked AS (
    SELECT wix_order_id, count(*) FILTER (WHERE role <> 'note') AS documents, max(correction) AS correction,
        coalesce(sum(CASE WHEN role <> 'note' THEN amount WHEN part LIKE 'change-%' THEN -amount END), 0) AS net,
        coalesce(sum(amount) FILTER (WHERE role = 'note' AND part NOT LIKE 'change-%'), 0) AS refunds
    FROM made GROUP BY wix_order_id
), held AS (
    SELECT hold.wix_order_id, min(hold.code) FILTER (WHERE hold.source <> 'reconcile') AS code, min(hold.code) FILTER (WHERE hold.source = 'reconcile' AND hold.code <> 'TOTALS_DRIFT') AS drift
    FROM export.holds AS hold JOIN placed USING (wix_order_id)
    WHERE hold.store = :store AND hold.destination = 'holded' AND hold.closed_at IS NULL GROUP BY hold.wix_order_id
), noted AS (
    SELECT DISTINCT finding.wix_order_id FROM export.drift AS finding JOIN placed USING (wix_order_id)
    WHERE finding.store = :store AND finding.remote = 'holded' AND finding.over_at IS NULL AND finding.what IN ('deleted', 'edited')
)
SELECT placed.*, coalesce(booked.documents, 0) AS documents, coalesce(booked.net, 0) AS net, coalesce(booked.refunds, 0) AS refunds,
    placed.total - coalesce(booked.net, 0) AS rest, held.code AS held,
    CASE WHEN placed.total = coalesce(booked.net, 0) THEN 'booked'
         WHEN held.drift IS NOT NULL OR noted.wix_order_id IS NOT NULL THEN 'drift'
         WHEN held.code IS NOT NULL THEN 'held'
         WHEN EXISTS (SELECT FROM export.ledger AS open WHERE open.store = :store AND open.wix_order_id = placed.wix_order_id AND open.destination = 'holded'
                      AND open.role IN ('document', 'conversion', 'replacement', 'note', 'removal') AND open.state IN ('pending', 'sending', 'unknown')) THEN 'waiting'
         WHEN booked.documents > 0 AND abs(placed.total - booked.net) <= booked.correction THEN 'rounding'
         WHEN book.action = 'ignore' THEN 'ignored'
         ELSE 'unexplained' END AS bucket,
    coalesce(book.reason, '') AS reason
FROM placed
LEFT JOIN booked USING (wix_order_id)
LEFT JOIN held USING (wix_order_id)
LEFT JOIN noted USING (wix_order_id)
LEFT JOIN core.decisions AS book ON book.store = :store AND book.wix_order_id = placed.wix_order_id AND book.destination = 'holded'
ORDER BY placed.day, placed.currency, placed.number, placed.wix_order_id
