-- Grain: the form of one run. Safe: repeated, it changes nothing.
UPDATE dag_run SET conf = '{}' WHERE dag_id = :dag_id AND run_id = :run_id
