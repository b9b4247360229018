-- Grain: the requests about one e-mail. Safe: repeated, it changes nothing.
UPDATE core.erasures SET lifted_at = now(), lifted_by = :lifted_by WHERE store = :store AND email_digest = :email_digest AND lifted_at IS NULL
