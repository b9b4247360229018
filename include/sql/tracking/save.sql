-- Grain: one parcel and its newest state. A parcel that reached an end stays there; a number stays; progress never goes back. Safe: upsert by key.
INSERT INTO export.tracking AS known (store, shipment_id, wix_order_id, main_id, collo, extra, status, progress, barcode, link, carrier, final, registered_at, looked_at)
VALUES (:store, :shipment_id, :wix_order_id, :main_id, :collo, :extra, :status, greatest(:progress, 0), :barcode, :link, :carrier, :final, CASE WHEN :registered THEN now() END, now())
ON CONFLICT (store, shipment_id) DO UPDATE SET
    status = CASE WHEN :progress >= known.progress THEN excluded.status ELSE known.status END,
    final = CASE WHEN :progress >= known.progress THEN excluded.final ELSE false END,
    progress = greatest(known.progress, excluded.progress),
    barcode = coalesce(known.barcode, excluded.barcode), link = coalesce(excluded.link, known.link), carrier = coalesce(excluded.carrier, known.carrier),
    main_id = excluded.main_id, collo = excluded.collo, extra = excluded.extra, missing = 0, registered_at = coalesce(known.registered_at, excluded.registered_at),
    age = CASE WHEN (:progress >= known.progress AND known.status <> excluded.status) THEN '' ELSE known.age END,
    news_at = CASE WHEN (:progress >= known.progress AND known.status <> excluded.status) OR (known.barcode IS NULL AND excluded.barcode IS NOT NULL) THEN now() ELSE known.news_at END,
    changed_at = now()
WHERE NOT known.final AND ((:progress >= known.progress AND (known.status, known.final) IS DISTINCT FROM (excluded.status, excluded.final))
    OR (known.barcode IS NULL AND excluded.barcode IS NOT NULL) OR (excluded.link IS NOT NULL AND known.link IS DISTINCT FROM excluded.link)
    OR known.missing <> 0 OR (known.main_id, known.collo) IS DISTINCT FROM (excluded.main_id, excluded.collo)
    OR (known.registered_at IS NULL AND excluded.registered_at IS NOT NULL))
