-- Grain: what Airflow's own log repeats of the forms of one DAG. Safe: repeated, it changes nothing.
UPDATE log SET extra = NULL WHERE dag_id = :dag_id AND extra IS NOT NULL
