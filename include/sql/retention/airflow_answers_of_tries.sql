-- Grain: questions to people in earlier tries of the store's old runs. Safe: repeated, it changes nothing.
UPDATE hitl_detail_history AS asked SET body = NULL, params = '{}', params_input = '{}'
FROM task_instance_history AS task WHERE task.task_instance_id = asked.ti_history_id AND task.dag_id LIKE :dags AND asked.created_at < now() - make_interval(days => :days) AND asked.body IS NOT NULL
