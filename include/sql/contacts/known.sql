-- Grain: one contact of an account by the hash of its key. Safe: reads only.
SELECT state, remote_id FROM export.contacts WHERE connection = :connection AND key = :key
