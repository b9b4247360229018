-- Grain: forms of the store's old runs. Safe: repeated, it changes nothing.
UPDATE dag_run SET conf = '{}' WHERE dag_id LIKE :dags AND coalesce(end_date, run_after) < now() - make_interval(days => :days) AND CAST(conf AS text) NOT IN ('{}', 'null')
