-- Grain: one document of ours as Holded showed it now; its contact stays the one with which it was first seen. Safe: upsert by id.
INSERT INTO export.seen_documents (store, remote_id, kind, contact_id, currency, total_minor, gone, canceled, whole_at)
VALUES (:store, :remote_id, :kind, :contact_id, :currency, :total_minor, :gone, :canceled, CASE WHEN :whole THEN now() END)
ON CONFLICT (store, remote_id) DO UPDATE SET kind = excluded.kind, currency = coalesce(excluded.currency, seen_documents.currency),
    contact_id = coalesce(seen_documents.contact_id, excluded.contact_id),
    total_minor = coalesce(excluded.total_minor, seen_documents.total_minor), gone = excluded.gone, canceled = excluded.canceled, seen_at = now(),
    whole_at = coalesce(excluded.whole_at, seen_documents.whole_at)
