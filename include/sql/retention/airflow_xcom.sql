-- Grain: Airflow's XComs of the store's old runs. Safe: repeated, it changes nothing.
DELETE FROM xcom WHERE dag_id LIKE :dags AND timestamp < now() - make_interval(days => :days)
