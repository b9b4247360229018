-- Answers of VIES about VAT numbers, kept as evidence of the sales that went out untaxed. Safe to run again.
CREATE TABLE IF NOT EXISTS core.vat_evidence (
    number_hash text NOT NULL,                     -- sha256 of the normalised number: a sole trader's is personal data
    asked_at timestamptz NOT NULL DEFAULT now(),
    country text NOT NULL,                         -- the member that was consulted, prefix of the number
    valid boolean NOT NULL,
    request_id text,                               -- VIES's consultation number, where it gave one
    PRIMARY KEY (number_hash, asked_at)
);
