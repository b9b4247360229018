-- Grain: one contact and its remote id. Safe: the same id again changes nothing.
INSERT INTO export.contacts (connection, key, state, remote_id) VALUES (:connection, :key, 'sent', :remote_id)
ON CONFLICT (connection, key) DO UPDATE SET state = 'sent', remote_id = excluded.remote_id, changed_at = now()
