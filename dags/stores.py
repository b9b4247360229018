"""DAGs per store, made from include/config/stores/*.yaml: ingest by the hour, senders woken by what was published."""

from __future__ import annotations

from airflow.sdk import DAG, AssetOrTimeSchedule, CronDataIntervalTimetable, CronTriggerTimetable, Param, task
from order_sync.errors import SettingsError
from order_sync.settings import StoreSettings
from order_sync.steps.dag_shape import HOW, WHICH, of_each_store, published, store_dag
from order_sync.steps.history_wiring import drafts_of_the_past

ORDERS = """### Wix orders of {name}
Every hour the orders that changed in Wix during the **data interval** are landed, built, checked and published.
A bad order is held with a reason; a failed rule about the whole batch stops the run before anything is published.
*Trigger* with dates or order numbers to take orders again; *Backfill* past hours safely: nothing is done twice."""
TRACKING = """### Tracking of {name}
Reads the state of every parcel on its way. A parcel whose label was made (here or in MyParcel's back office) becomes exactly one
Wix fulfilment with number, carrier and link, so that Wix mails the buyer."""


def wix_orders(settings: StoreSettings) -> DAG:
    """Hourly: land, build, check, publish."""
    store = settings.store
    dag = store_dag(
        settings,
        "wix_orders",
        CronDataIntervalTimetable("@hourly", timezone="UTC"),
        ORDERS.format(name=settings.name),
        since=Param(
            None,
            type=["null", "string"],
            format="date-time",
            title="Changed since",
            section=WHICH,
            description="Start of the window in which orders changed in Wix, for example 2026-11-20 08:00; empty: the data interval.",
        ),
        until=Param(
            None,
            type=["null", "string"],
            format="date-time",
            title="Changed until",
            section=WHICH,
            description="End of the window, not included, for example 2026-11-20 12:00; empty: the last full hour.",
        ),
        closed_period=Param(
            False,
            type="boolean",
            title="Book into the closed period",
            section=HOW,
            description="The orders of this run may be dated in holded.closed_period; without order numbers also all that wait for it.",
        ),
    )
    with dag:

        @task(pool="holded")
        def refresh_master(**context):
            from order_sync.steps import flow

            return flow.refresh_master(store, context)

        @task.short_circuit(pool="wix")
        def land(**context):
            from order_sync.steps import flow

            return flow.land(store, context)

        @task
        def build(**context):
            from order_sync.steps import flow

            return flow.build(store, context)

        @task
        def check(**context):
            from order_sync.steps import flow

            return flow.check(store, context)

        @task(outlets=[published(settings)])
        def publish(**context):
            from order_sync.steps import flow

            return flow.publish(store, context)

        built = build()
        ready = [refresh_master(), land()]
        if settings.holded and settings.holded.unknown_sku == "create":

            @task(pool="holded")
            def make_products(**context):
                from order_sync.steps import flow

                return flow.make_products(store, context)

            ready >> make_products() >> built
        else:
            ready >> built
        built >> check() >> publish()
    return dag


def documents(settings: StoreSettings) -> DAG | None:
    """What is booked in Holded; None for a store without it."""
    doc = "Draft, read back, totals proved equal, then approved and paid if the store's settings say so."
    return sender(settings, "holded", 30, f"### Documents of {settings.name} in Holded\n{doc}") if settings.holded else None


def parcels(settings: StoreSettings) -> DAG | None:
    """What is shipped with MyParcel; None for a store without it."""
    doc = "Paid, physical orders become concept shipments with the store's package preferences."
    return sender(settings, "myparcel", 35, f"### Parcels of {settings.name} in MyParcel\n{doc}") if settings.myparcel else None


def sender(settings: StoreSettings, destination: str, minute: int, doc: str) -> DAG:
    """Woken by what was published and by an hourly sweep: check, send, check what the remote holds."""
    store = settings.store
    schedule = AssetOrTimeSchedule(timetable=CronTriggerTimetable(f"{minute} * * * *", timezone="UTC"), assets=[published(settings)])
    dag = store_dag(settings, destination, schedule, doc)
    with dag:
        # Only the sending is left out where nothing is open: drafts of the past have tasks of their own.
        @task.short_circuit(ignore_downstream_trigger_rules=False)
        def check_before_send(**context):
            from order_sync.steps import flow

            return flow.check_before_send(store, destination, context)

        @task(pool=destination)
        def send(**context):
            from order_sync.steps import flow

            return flow.send(store, destination, context)

        @task
        def check_after_send(sent, **context):
            from order_sync.steps import flow

            return flow.check_after_send(store, destination, sent["orders"], context)

        @task(pool="holded")
        def watch_series(**context):
            from order_sync.steps import flow

            return flow.watch_series(store, context)

        sent = send()
        check_before_send() >> sent
        checked = check_after_send(sent)
        if destination == "holded":
            checked >> watch_series()
            drafts_of_the_past(store, sent)
    return dag


def tracking(settings: StoreSettings) -> DAG | None:
    """Hourly: parcels' states in, tracking numbers out to Wix; None without MyParcel."""
    if not settings.myparcel:
        return None
    store = settings.store
    dag = store_dag(
        settings,
        "tracking",
        CronTriggerTimetable("15 * * * *", timezone="UTC"),
        TRACKING.format(name=settings.name),
    )
    with dag:

        @task(pool="myparcel")
        def poll(**context):
            from order_sync.steps import flow

            return flow.poll(store, context)

        @task(pool="wix")
        def tell_wix(**context):
            from order_sync.steps import flow

            return flow.tell_wix(store, context)

        @task
        def check_tracking(told, **context):
            from order_sync.steps import flow

            return flow.check_tracking(store, told["orders"], context)

        told = tell_wix()
        poll() >> told
        check_tracking(told)
    return dag


def broken_settings(name: str, error: SettingsError) -> DAG:
    """A store whose file is wrong: visible as a DAG that says what to correct; the other stores go on."""
    dag = DAG(
        f"settings_error__{name}", schedule=None, catchup=False, max_active_runs=1, default_args={"owner": "operations", "retries": 0},
        tags=["order-sync", "settings-error"], doc_md=f"### The settings of store {name} are wrong\n\n{error}",
    )  # fmt: skip
    message = str(error)
    with dag:

        @task
        def correct_the_settings():
            raise ValueError(message)

        correct_the_settings()
    return dag


globals().update(of_each_store(wix_orders, documents, parcels, tracking, broken=broken_settings))
