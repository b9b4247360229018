-- Grain: one number: what a sending run would have to look at. Safe: reads only, through partial indexes.
SELECT (SELECT count(*) FROM export.ledger WHERE store = :store AND destination = :destination AND role NOT IN ('label', 'return') AND state IN ('pending', 'sending', 'unknown'))
     + (SELECT count(*) FROM export.ledger WHERE store = :store AND :destination = 'myparcel' AND state = 'sent' AND (wanted IS NOT NULL OR attempt IS NOT NULL) AND NOT coalesce(wanted ? 'refused', false))
     + (SELECT count(*) FROM export.proofs AS proof JOIN export.ledger AS document USING (store, wix_order_id, role, part)
        WHERE proof.store = :store AND proof.verdict IN ('planned', 'differs') AND document.destination = 'holded' AND document.role = 'document'
          AND document.state = 'sent' AND :destination = 'holded') AS open
