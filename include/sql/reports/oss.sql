-- Grain: one row per store, currency, delivery country, rate and state of the documents (approved, draft): net and tax as Holded computes them from the items, notes negative. Safe: reads only.
WITH lines AS (
    SELECT document.store, document.wix_order_id, document.role, document.part, document.currency, document.basis ->> 'country' AS country, document.basis ->> 'rule' AS rule,
           CAST(document.basis ->> 'digits' AS integer) AS digits, CAST(line ->> 'rate_ppm' AS bigint) AS rate_ppm, line ->> 'tax_keys' AS tax_keys,
           CASE WHEN document.remote_state = 'approved' THEN 'approved' ELSE 'draft' END AS booked, document.kind IN ('credit_note', 'receipt_note') AS is_note,
           CAST(line ->> 'units' AS numeric) * CAST(line -> 'item' ->> 'price' AS numeric) * (1 - coalesce(CAST(line -> 'item' ->> 'discount' AS numeric), 0) / 100) AS exact
    FROM export.ledger AS document CROSS JOIN LATERAL jsonb_array_elements(document.basis -> 'lines') AS line
    WHERE document.destination = 'holded' AND document.state = 'sent' AND document.role IN ('document', 'conversion', 'replacement', 'note')
      AND document.kind IN ('receipt', 'invoice', 'credit_note', 'receipt_note') AND line ->> 'treatment' = 'oss'
      AND document.doc_date >= :first_day AND document.doc_date < :next_day AND (CAST(:store AS text) IS NULL OR document.store = :store)
), nets AS (
    SELECT *, CASE rule WHEN 'at_end' THEN exact ELSE round(exact, digits) END AS net FROM lines
), documents AS (  -- tax by document and key, as the account rounds it
    SELECT store, currency, country, rate_ppm, booked, is_note, wix_order_id, role, part, digits, sum(net) AS net,
           CASE WHEN rule = 'by_line' THEN sum(round(net * rate_ppm / 1000000, digits)) ELSE round(sum(net) * rate_ppm / 1000000, digits) END AS tax
    FROM nets GROUP BY store, currency, country, rate_ppm, booked, is_note, wix_order_id, role, part, digits, rule, tax_keys
), signed AS (
    SELECT *, CASE WHEN is_note THEN -1 ELSE 1 END * CAST(round(net, digits) * 10 ^ digits AS bigint) AS net_minor,
           CASE WHEN is_note THEN -1 ELSE 1 END * CAST(tax * 10 ^ digits AS bigint) AS tax_minor
    FROM documents
)
SELECT store, currency, country, rate_ppm, booked, CAST(sum(net_minor) AS bigint) AS net_minor, CAST(sum(tax_minor) AS bigint) AS tax_minor,
       CAST(sum(net_minor + tax_minor) AS bigint) AS gross_minor,
       count(DISTINCT (wix_order_id, role, part)) FILTER (WHERE NOT is_note) AS documents, count(DISTINCT (wix_order_id, role, part)) FILTER (WHERE is_note) AS notes
FROM signed GROUP BY store, currency, country, rate_ppm, booked
ORDER BY store, currency, country, rate_ppm, booked
