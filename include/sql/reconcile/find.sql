-- Grain: one open finding per store, remote, object, kind of finding and field. Safe: an open one keeps the instant at which it began.
INSERT INTO export.drift (store, remote, object_id, wix_order_id, order_number, destination, what, field, expected, seen, code, accepted)
VALUES (:store, :remote, :object_id, :wix_order_id, :order_number, :destination, :what, :field, :expected, :seen, :code, :accepted)
ON CONFLICT (store, remote, object_id, what, field) WHERE over_at IS NULL
DO UPDATE SET expected = excluded.expected, seen = excluded.seen, code = excluded.code, accepted = excluded.accepted, seen_at = now(), times = drift.times + 1
