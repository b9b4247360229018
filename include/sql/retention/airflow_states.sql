-- Grain: what tasks of the store's old runs kept between tries. Safe: repeated, it changes nothing.
DELETE FROM task_state_store WHERE dag_id LIKE :dags AND updated_at < now() - make_interval(days => :days)
