-- Grain: questions to people in the store's old runs: text and answer go, who answered stays. Safe: repeated, it changes nothing.
UPDATE hitl_detail AS asked SET body = NULL, params = '{}', params_input = '{}'
FROM task_instance AS task WHERE task.id = asked.ti_id AND task.dag_id LIKE :dags AND asked.created_at < now() - make_interval(days => :days) AND asked.body IS NOT NULL
