-- Grain: one row per approved document of an account's kind since a day: ours by the ledger (of any store), the others as lists showed them. Safe: reads only.
WITH ours AS (
    SELECT remote_id, remote_number AS number, doc_date AS day, coalesce(body ->> 'number_line_id', body -> 'convert' ->> 'number_line_id', '') AS series, store, wix_order_id, order_number
    FROM export.ledger
    WHERE destination = 'holded' AND role IN ('document', 'conversion', 'replacement', 'note') AND remote_state = 'approved' AND remote_number IS NOT NULL AND kind = :kind AND doc_date >= :since
)
SELECT * FROM ours WHERE store = :store OR remote_id IN (SELECT remote_id FROM export.series_numbers WHERE connection = :connection AND kind = :kind)
UNION ALL
SELECT seen.remote_id, seen.number, seen.doc_date, '', NULL, NULL, NULL
FROM export.series_numbers AS seen
WHERE seen.connection = :connection AND seen.kind = :kind AND seen.doc_date >= :since AND NOT EXISTS (SELECT FROM ours WHERE ours.remote_id = seen.remote_id)
