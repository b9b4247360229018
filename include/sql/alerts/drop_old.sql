-- Grain: things that are over and of which no channel has to be told any more. Safe: what is gone stays gone.
DELETE FROM ops.alerts AS alert WHERE alert.store = :store AND alert.over_at IS NOT NULL
  AND NOT EXISTS (SELECT FROM ops.alerts_told AS told WHERE told.store = alert.store AND told.kind = alert.kind AND told.thing = alert.thing)
  AND NOT EXISTS (SELECT FROM ops.alert_channels AS channel WHERE channel.store = alert.store AND channel.failing_since IS NOT NULL AND channel.channel = ANY (:channels))
