-- Parcels as an order wants them now, beside what was sent; and the calls that all workers share. Safe to run again: nothing is dropped.
ALTER TABLE export.ledger ADD COLUMN IF NOT EXISTS wanted jsonb;   -- of a shipment at MyParcel: {body, basis} or {gone: reason} where its order is not any more what was sent
ALTER TABLE export.ledger ADD COLUMN IF NOT EXISTS attempt jsonb;  -- the change of it that is under way or whose answer was lost, in the same form
ALTER TABLE export.ledger ADD COLUMN IF NOT EXISTS former text[] NOT NULL DEFAULT '{}';  -- ids of shipments that we deleted: a late list may still name them
CREATE INDEX IF NOT EXISTS ledger_stale ON export.ledger (store) WHERE wanted IS NOT NULL OR attempt IS NOT NULL;
CREATE OR REPLACE VIEW staging.parcels AS  -- one row per batch, order and shipment of it: part '' is the first, then '2', '3' and so on
WITH shipment AS (
    SELECT decision.batch_id, decision.store, decision.wix_order_id, decision.amount_minor, decision.currency, decision.proof, one.body, one.place,
           1 + jsonb_array_length(coalesce(one.body -> 'secondary_shipments', '[]')) AS collos
    FROM staging.decisions AS decision,
         jsonb_array_elements(jsonb_build_array(decision.body - 'further') || coalesce(decision.body -> 'further', '[]')) WITH ORDINALITY AS one (body, place)
    WHERE decision.destination = 'myparcel' AND decision.action = 'send'
), placed AS (
    SELECT *, sum(collos) OVER (PARTITION BY batch_id, wix_order_id ORDER BY place) - collos AS before FROM shipment
), packed AS (
    SELECT batch_id, store, wix_order_id, amount_minor, currency, proof, body, place,
           CASE WHEN jsonb_typeof(proof -> 'pieces') = 'array'
                THEN coalesce((SELECT jsonb_agg(piece ORDER BY at) FROM jsonb_array_elements(proof -> 'pieces') WITH ORDINALITY AS cut (piece, at)
                               WHERE at > before AND at <= before + collos), '[]')
                WHEN place = 1 THEN jsonb_build_array(coalesce(proof -> 'lines', '[]')) ELSE '[[]]' END AS pieces
    FROM placed
)
SELECT batch_id, store, wix_order_id, amount_minor, currency, body, body ->> 'reference_identifier' AS marker,
       CASE WHEN place = 1 THEN '' ELSE CAST(place AS text) END AS part,
       jsonb_build_object('pieces', pieces, 'rule_line', proof -> 'rule_line', 'lines',
           coalesce((SELECT jsonb_agg(jsonb_build_object('id', id, 'quantity', quantity) ORDER BY first) FROM (
               SELECT line ->> 'id' AS id, sum(CAST(line ->> 'quantity' AS bigint)) AS quantity, min(10000 * piece_at + line_at) AS first
               FROM jsonb_array_elements(pieces) WITH ORDINALITY AS cut (piece, piece_at), jsonb_array_elements(piece) WITH ORDINALITY AS row (line, line_at)
               GROUP BY line ->> 'id') AS summed), '[]')) AS basis
FROM packed;
CREATE TABLE IF NOT EXISTS ops.call_windows (  -- how far the calls of an account and endpoint are spent, over all processes and stores
    account text NOT NULL, endpoint text NOT NULL,  -- fingerprint of address and key; "METHOD /path/{template}"
    spent_until timestamptz NOT NULL,              -- the instant up to which the evenly spread calls are given away
    closed_until timestamptz,                      -- after a 429: nobody calls before
    PRIMARY KEY (account, endpoint)
);
