-- Grain: one kind of master data of one connection. Safe: reads only.
SELECT payload, read_at, extract(epoch FROM now() - read_at)::bigint AS age_seconds FROM core.master WHERE connection = :connection AND kind = :kind
