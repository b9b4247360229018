-- Grain: forms of the store's old backfills. Safe: repeated, it changes nothing.
UPDATE backfill SET dag_run_conf = '{}' WHERE dag_id LIKE :dags AND created_at < now() - make_interval(days => :days) AND CAST(dag_run_conf AS text) NOT IN ('{}', 'null')
