-- Grain: what a dry run of one task has shown before, and what is older than a store keeps. Safe: made anew by the same task.
DELETE FROM ops.dry_runs
WHERE dag_id = :dag_id AND run_id = :run_id AND task_id = :task_id OR store = :store AND made_at < now() - make_interval(days => :days)
