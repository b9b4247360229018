-- Grain: the newest approved document of a series: what lists showed, and the store's own that none has shown yet. Safe: reads only.
SELECT day, number FROM (
    SELECT doc_date AS day, number FROM export.series_numbers
    WHERE connection = :connection AND kind = :kind AND series = :series AND doc_date IS NOT NULL
    UNION ALL
    SELECT doc_date, remote_number FROM export.ledger
    WHERE
        store = :store AND destination = 'holded' AND role IN ('document', 'conversion', 'replacement', 'note') AND kind = :kind
        AND remote_state = 'approved' AND remote_number IS NOT NULL AND doc_date IS NOT NULL
        AND coalesce(body ->> 'number_line_id', body -> 'convert' ->> 'number_line_id') = :series
) AS given
ORDER BY day DESC, number DESC LIMIT 1
