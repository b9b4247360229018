-- Grain: notes that people wrote on tasks of the store's old runs. Safe: repeated, it changes nothing.
DELETE FROM task_instance_note AS note USING task_instance AS task WHERE task.id = note.ti_id AND task.dag_id LIKE :dags AND note.updated_at < now() - make_interval(days => :days)
