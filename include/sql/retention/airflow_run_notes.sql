-- Grain: notes that people wrote on the store's old runs. Safe: repeated, it changes nothing.
DELETE FROM dag_run_note AS note USING dag_run AS run WHERE run.id = note.dag_run_id AND run.dag_id LIKE :dags AND note.updated_at < now() - make_interval(days => :days)
