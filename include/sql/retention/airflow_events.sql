-- Grain: Airflow's own log of old events of the store's DAGs: forms that people sent. Safe: repeated, it changes nothing.
DELETE FROM log WHERE dag_id LIKE :dags AND dttm < now() - make_interval(days => :days)
