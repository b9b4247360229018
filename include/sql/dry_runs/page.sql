-- Grain: one row per request of a task, in sending order. Safe: reads only, by primary key.
SELECT place, request FROM ops.dry_runs
WHERE dag_id = :dag_id AND run_id = :run_id AND task_id = :task_id
  AND (:number = '' OR :number = ANY (string_to_array(request ->> 'order_number', ', ')))
ORDER BY place OFFSET :skip LIMIT :most
