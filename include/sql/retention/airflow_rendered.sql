-- Grain: Airflow's rendered fields of the store's old runs. Safe: repeated, it changes nothing.
DELETE FROM rendered_task_instance_fields AS field USING dag_run AS run
WHERE run.dag_id LIKE :dags AND run.dag_id = field.dag_id AND run.run_id = field.run_id AND coalesce(run.end_date, run.run_after) < now() - make_interval(days => :days)
