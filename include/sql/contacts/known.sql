-- Grain: one contact of an account by the hash of its key; due: a lost answer may be looked up now. Safe: reads only.
SELECT state, remote_id, changed_at <= now() - make_interval(secs => :settle) AS due FROM export.contacts WHERE connection = :connection AND key = :key
