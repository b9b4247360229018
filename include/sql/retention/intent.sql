-- Grain: one intent, of which no personal data stays; a parcel's fingerprint was made over the address. Safe: repeated, it changes nothing.
UPDATE export.ledger
SET body = CAST(:body AS jsonb), contact = CAST(:contact AS jsonb), basis = CAST(:basis AS jsonb), last_error = NULL,
    money_hash = CASE WHEN destination = 'myparcel' THEN NULL ELSE money_hash END
WHERE store = :store AND wix_order_id = :wix_order_id AND destination = :destination AND role = :role AND part = :part
