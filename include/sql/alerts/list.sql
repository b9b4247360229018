-- Grain: one row per thing that is wrong, or was, with what a channel was told of it. Safe: reads only.
SELECT alert.kind, alert.thing, alert.says, alert.link, alert.members, alert.since, alert.over_at, told.told_at, told.members AS told_members,
       told.told_at < now() - make_interval(hours => :remind) AS due, channel.failing_since
FROM ops.alerts AS alert
LEFT JOIN ops.alerts_told AS told ON told.store = alert.store AND told.channel = :channel AND told.kind = alert.kind AND told.thing = alert.thing
LEFT JOIN ops.alert_channels AS channel ON channel.store = alert.store AND channel.channel = :channel
WHERE alert.store = :store
ORDER BY alert.since, alert.kind, alert.thing
