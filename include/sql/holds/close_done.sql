-- Grain: holds that a refusal or a doubt opened, of orders that were carried to their end since; labels and returns have holds of their own. Safe: repeated, it changes nothing.
UPDATE export.holds AS hold SET closed_at = now(), closed_as = 'healed', closed_by = 'order-sync'
WHERE hold.store = :store AND hold.destination = :destination AND hold.closed_at IS NULL AND hold.source IN ('send', 'track')
  AND NOT (hold.source = 'track' AND hold.code = 'MYPARCEL_REJECTED')  -- a shipment that is not shown: tracking closes it
  AND hold.code IN ('HOLDED_REJECTED', 'MYPARCEL_REJECTED', 'WIX_REJECTED', 'OUTCOME_UNCLEAR', 'CONTACT_AMBIGUOUS')
  AND EXISTS (SELECT FROM export.ledger AS entry WHERE entry.store = hold.store AND entry.wix_order_id = hold.wix_order_id AND entry.destination = hold.destination
              AND entry.state = 'sent' AND entry.role NOT IN ('label', 'return'))
  AND NOT EXISTS (SELECT FROM export.ledger AS entry WHERE entry.store = hold.store AND entry.wix_order_id = hold.wix_order_id AND entry.destination = hold.destination
                  AND entry.role NOT IN ('label', 'return') AND (entry.state NOT IN ('sent', 'withdrawn') OR entry.wanted ? 'refused'))
