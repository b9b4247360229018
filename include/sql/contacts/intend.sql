-- Grain: one contact about to be made. Committed before the call. Safe: a contact that is known stays as it is.
INSERT INTO export.contacts (connection, key, state) VALUES (:connection, :key, 'sending')
ON CONFLICT (connection, key) DO UPDATE SET state = 'sending', changed_at = now() WHERE export.contacts.state <> 'sent'
