-- What the pages count: one row per order with its fate, its facts summed by day, and the queue of orders that changed since. Safe to run again.
CREATE SCHEMA IF NOT EXISTS pages;  -- made from core and export at any time (order-sync recount); nothing is decided by it
CREATE TABLE IF NOT EXISTS pages.stores (
    store text PRIMARY KEY, zone text NOT NULL      -- the merchant's zone, by which days are told
);
CREATE TABLE IF NOT EXISTS pages.days (             -- sums of the orders' facts
    store text NOT NULL, day date NOT NULL,
    what text NOT NULL, name text NOT NULL, state text NOT NULL, currency text NOT NULL,
    n bigint NOT NULL, amount_minor bigint NOT NULL,
    PRIMARY KEY (store, what, day, name, state, currency)
);
DO $$
BEGIN
    IF to_regclass('pages.calls') IS NULL THEN
        CREATE TABLE pages.calls (                  -- calls by day of the merchant, as they were recorded
            store text NOT NULL, day date NOT NULL, remote text NOT NULL, calls bigint NOT NULL, refused bigint NOT NULL,
            PRIMARY KEY (store, day, remote)
        );
        INSERT INTO pages.calls SELECT store, CAST(called_at AT TIME ZONE 'UTC' AS date), remote, sum(calls), sum(refused) FROM ops.calls GROUP BY 1, 2, 3;
    END IF;
END $$;
CREATE TABLE IF NOT EXISTS ops.touched (            -- append only: an order whose fate may be another one now; several rows for one order are fine
    touch_id bigint GENERATED ALWAYS AS IDENTITY, store text NOT NULL, wix_order_id text NOT NULL,
    PRIMARY KEY (store, touch_id)
);
DO $$
BEGIN
    IF to_regclass('pages.orders') IS NULL THEN
        CREATE TABLE pages.orders (
            store text NOT NULL, wix_order_id text NOT NULL, number text, day date NOT NULL,  -- of the merchant
            currency text NOT NULL, total_minor bigint NOT NULL,
            book text NOT NULL,                     -- booked, held, ignored, unexplained: each order is in exactly one
            ship text NOT NULL,                     -- shipped, held, due (queued), unexplained, or '' where no parcel is wanted
            waiting boolean NOT NULL,               -- queued for Holded
            facts jsonb NOT NULL,                   -- [[what, name, state, currency, n, amount_minor]]
            PRIMARY KEY (store, wix_order_id)
        );
        INSERT INTO ops.touched (store, wix_order_id) SELECT store, wix_order_id FROM core.orders;  -- those of before
    END IF;
END $$;
CREATE INDEX IF NOT EXISTS page_orders_by_book ON pages.orders (store, book, day, wix_order_id);
CREATE INDEX IF NOT EXISTS page_orders_by_ship ON pages.orders (store, ship, day, wix_order_id);
CREATE INDEX IF NOT EXISTS page_orders_waiting ON pages.orders (store, day, wix_order_id) WHERE waiting;

CREATE OR REPLACE VIEW pages.fates AS  -- one row per published order, from what core and export say now
SELECT orders.store, orders.wix_order_id, orders.number,
    CAST(coalesce(orders.created_at, orders.first_published_at) AT TIME ZONE coalesce(shop.zone, 'UTC') AS date) AS day,
    coalesce(orders.currency, '') AS currency, coalesce(orders.total_minor, 0) AS total_minor,
    fate.book, fate.ship, fate.waiting, told.facts
FROM core.orders AS orders
LEFT JOIN pages.stores AS shop ON shop.store = orders.store
CROSS JOIN LATERAL (
    SELECT coalesce(bool_or(role = 'document' AND destination = 'holded' AND state = 'sent'), false) AS booked,
        coalesce(bool_or(role = 'document' AND destination = 'holded' AND state IN ('pending', 'sending', 'unknown')), false) AS queued,
        coalesce(bool_or(role = 'shipment' AND destination = 'myparcel' AND state = 'sent')
            AND NOT bool_or(role = 'shipment' AND destination = 'myparcel' AND state NOT IN ('sent', 'withdrawn')), false) AS shipped,
        coalesce(bool_or(role = 'shipment' AND destination = 'myparcel' AND state IN ('pending', 'sending', 'unknown')), false) AS ship_queued
    FROM export.ledger AS entry WHERE entry.store = orders.store AND entry.wix_order_id = orders.wix_order_id
) AS sent
CROSS JOIN LATERAL (
    SELECT coalesce(bool_or(destination = 'holded'), false) AS held, coalesce(bool_or(destination = 'myparcel'), false) AS ship_held
    FROM export.holds AS hold WHERE hold.store = orders.store AND hold.wix_order_id = orders.wix_order_id AND hold.closed_at IS NULL
) AS kept
CROSS JOIN LATERAL (
    SELECT coalesce(bool_or(destination = 'holded' AND action = 'ignore'), false) AS ignored,
        coalesce(bool_or(destination = 'myparcel' AND action IN ('send', 'hold')), false) AS to_ship
    FROM core.decisions AS decision WHERE decision.store = orders.store AND decision.wix_order_id = orders.wix_order_id
) AS decided
CROSS JOIN LATERAL (
    SELECT CASE WHEN booked THEN 'booked' WHEN held THEN 'held' WHEN ignored THEN 'ignored' ELSE 'unexplained' END AS book,
        CASE WHEN shipped THEN 'shipped' WHEN ship_held THEN 'held' WHEN NOT to_ship THEN '' WHEN ship_queued THEN 'due' ELSE 'unexplained' END AS ship,
        queued AND NOT booked AND NOT held AS waiting
) AS fate
CROSS JOIN LATERAL (
    SELECT coalesce(jsonb_agg(jsonb_build_array(what, name, state, cur, n, amount) ORDER BY what, name, state, cur), '[]') AS facts FROM (
        SELECT 'order' AS what, fate.book AS name,
            CASE WHEN orders.status IN ('CANCELED', 'REJECTED') THEN 'canceled' ELSE 'placed' END AS state,
            coalesce(orders.currency, '') AS cur, 1 AS n, coalesce(orders.total_minor, 0) AS amount
        UNION ALL SELECT 'queue', '', '', '', 1, 0 WHERE fate.waiting
        UNION ALL SELECT 'ship', fate.ship, CASE WHEN decided.to_ship OR sent.shipped THEN 'wanted' ELSE '' END, '', 1, 0 WHERE fate.ship <> ''
        UNION ALL
        SELECT 'document', coalesce(kind, ''), stage, coalesce(document.currency, ''), count(*), coalesce(sum(amount_minor), 0) FROM (
            SELECT made.kind, made.currency, made.amount_minor, CASE made.state WHEN 'pending' THEN 'queued' WHEN 'sending' THEN 'queued' WHEN 'sent' THEN
                CASE WHEN EXISTS (
                    SELECT FROM export.ledger AS payment WHERE payment.store = made.store AND payment.wix_order_id = made.wix_order_id
                        AND payment.destination = 'holded' AND payment.role = 'payment' AND payment.state = 'sent'
                        AND regexp_replace(payment.part, '/?[^/]*$', '') = CASE WHEN made.role = 'document' THEN '' WHEN made.part = '' THEN made.role ELSE made.role || ':' || made.part END
                ) THEN 'paid' WHEN made.remote_state = 'approved' THEN 'approved' ELSE 'draft' END
                ELSE made.state END AS stage
            FROM export.ledger AS made
            WHERE made.store = orders.store AND made.wix_order_id = orders.wix_order_id AND made.destination = 'holded'
                AND made.role IN ('document', 'conversion', 'replacement', 'note') AND made.state <> 'withdrawn'
        ) AS document GROUP BY kind, stage, document.currency
        UNION ALL
        SELECT 'parcel', CAST(progress AS text), CASE WHEN final THEN '' ELSE age END, '', count(*), 0
        FROM export.tracking AS parcel WHERE parcel.store = orders.store AND parcel.wix_order_id = orders.wix_order_id GROUP BY progress, 3
        UNION ALL
        SELECT 'parcel', '0', '', '', count(*), 0 FROM export.ledger AS concept
        WHERE concept.store = orders.store AND concept.wix_order_id = orders.wix_order_id AND concept.destination = 'myparcel'
            AND concept.role = 'shipment' AND concept.state = 'sent'
            AND NOT EXISTS (SELECT FROM export.tracking AS parcel WHERE parcel.store = concept.store AND parcel.shipment_id = concept.remote_id)
        HAVING count(*) > 0
        UNION ALL
        SELECT 'hold', hold.code, hold.destination, '', count(*), 0
        FROM export.holds AS hold WHERE hold.store = orders.store AND hold.wix_order_id = orders.wix_order_id AND hold.closed_at IS NULL
        GROUP BY hold.code, hold.destination
    ) AS fact
) AS told;

INSERT INTO ops.touched (store, wix_order_id)  -- those that an older version counted as due whatever the ledger says: counted again, they are not found here
SELECT store, wix_order_id FROM pages.orders AS page WHERE ship = 'due' AND NOT EXISTS (
    SELECT FROM export.ledger AS entry WHERE entry.store = page.store AND entry.wix_order_id = page.wix_order_id
        AND entry.destination = 'myparcel' AND entry.role = 'shipment' AND entry.state IN ('pending', 'sending', 'unknown'));

CREATE OR REPLACE FUNCTION ops.touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ops.touched (store, wix_order_id) SELECT DISTINCT store, wix_order_id FROM changed;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION ops.touch_all() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ops.touched (store, wix_order_id) SELECT store, wix_order_id FROM pages.orders;
    RETURN NULL;
END $$;
DO $$
DECLARE place text;
BEGIN
    -- one trigger a statement: a batch of a thousand rows costs one insert
    FOREACH place IN ARRAY ARRAY['core.orders', 'core.decisions', 'export.ledger', 'export.holds', 'export.tracking'] LOOP
        IF NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = place::regclass AND tgname = 'touched_by_truncate') THEN
            EXECUTE 'CREATE TRIGGER touched_by_insert AFTER INSERT ON ' || place || ' REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION ops.touch()';
            EXECUTE 'CREATE TRIGGER touched_by_update AFTER UPDATE ON ' || place || ' REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION ops.touch()';
            EXECUTE 'CREATE TRIGGER touched_by_delete AFTER DELETE ON ' || place || ' REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION ops.touch()';
            EXECUTE 'CREATE TRIGGER touched_by_truncate AFTER TRUNCATE ON ' || place || ' FOR EACH STATEMENT EXECUTE FUNCTION ops.touch_all()';
        END IF;
    END LOOP;
END $$;
CREATE OR REPLACE FUNCTION ops.sum_calls() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO pages.calls AS known (store, day, remote, calls, refused)
    SELECT NEW.store, CAST(NEW.called_at AT TIME ZONE coalesce((SELECT zone FROM pages.stores WHERE store = NEW.store), 'UTC') AS date), NEW.remote,
        NEW.calls - CASE WHEN TG_OP = 'UPDATE' THEN OLD.calls ELSE 0 END, NEW.refused - CASE WHEN TG_OP = 'UPDATE' THEN OLD.refused ELSE 0 END
    ON CONFLICT (store, day, remote) DO UPDATE SET calls = known.calls + excluded.calls, refused = known.refused + excluded.refused;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER summed AFTER INSERT OR UPDATE OF calls, refused ON ops.calls FOR EACH ROW EXECUTE FUNCTION ops.sum_calls();
