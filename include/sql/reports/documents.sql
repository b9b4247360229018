-- Grain: one row per store, kind of document, how far it has come, and currency. Safe: reads only.
SELECT store, kind, stage, count(*) AS documents, sum(amount_minor) AS amount_minor, currency FROM (
    SELECT document.store, document.kind, document.amount_minor, document.currency,
           CASE WHEN EXISTS (SELECT FROM export.ledger AS payment WHERE payment.store = document.store AND payment.wix_order_id = document.wix_order_id
                                AND payment.destination = 'holded' AND payment.role = 'payment' AND payment.state = 'sent'
                                AND regexp_replace(payment.part, '/?[^/]*$', '') = CASE WHEN document.role = 'document' THEN '' WHEN document.part = '' THEN document.role ELSE document.role || ':' || document.part END)
                THEN 'paid' WHEN document.remote_state = 'approved' THEN 'approved' ELSE 'draft' END AS stage
    FROM export.ledger AS document
    WHERE document.role IN ('document', 'conversion', 'replacement', 'note') AND document.state = 'sent' AND (CAST(:store AS text) IS NULL OR document.store = :store)
) AS made
GROUP BY store, kind, stage, currency ORDER BY store, kind, stage, currency
