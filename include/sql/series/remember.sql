-- Grain: one approved document of an account's kind, as a list showed it. Safe: upsert by id.
INSERT INTO export.series_numbers (connection, kind, remote_id, number, doc_date, series) VALUES (:connection, :kind, :remote_id, :number, :doc_date, :series)
ON CONFLICT (connection, kind, remote_id) DO UPDATE SET number = excluded.number, doc_date = excluded.doc_date, series = excluded.series, seen_at = now()
