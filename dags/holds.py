"""A DAG per store by which a person retries or ignores held orders: the page Holds starts it, and so does the form."""

from __future__ import annotations

from airflow.sdk import DAG, Param, task
from order_sync.settings import StoreSettings
from order_sync.steps.dag_shape import HOW, WHICH, of_each_store, published, store_dag
from order_sync.steps.holds_tasks import ACTIONS, CODES, DESTINATIONS

DOC = """### Held orders of {name}
Retries or ignores held orders: those of a list of numbers, of a code, of a destination, older than an instant; what is named together must
all fit. A retried order is decided anew by today's rules, and its senders are woken; an ignored one is left out at that destination until it
is retried. An order that is left out at a destination
has no open hold there: its other holds are closed along with the chosen ones. **A dry run names them** (*also closes*), and so does the log.
One order that cannot be done stops no other one. Who triggered the run is kept beside each hold, with the note."""


def holds(settings: StoreSettings) -> DAG:
    """By hand, or by the page Holds."""
    store = settings.store
    makes_products = settings.holded is not None and settings.holded.unknown_sku == "create"
    building = "holded" if makes_products else "wix"  # building an order anew reads Wix; where products are made it calls Holded too
    dag = store_dag(
        settings,
        "holds",
        None,
        DOC.format(name=settings.name),
        action=Param("retry", type="string", enum=list(ACTIONS), title="What to do", section=HOW, description="Ignore needs a note."),
        code=Param(
            None, type=["null", "string"], enum=[None, *CODES], title="Only holds with this code", section=WHICH, description="For example UNKNOWN_SKU. Empty: all codes."
        ),
        destination=Param(
            None, type=["null", "string"], enum=[None, *DESTINATIONS], title="Only holds at this destination", section=WHICH,
            values_display={"holded": "Holded (documents)", "myparcel": "MyParcel (parcels)", "wix": "Wix (fulfilments)"},
            description="Empty: all.",
        ),
        before=Param(
            None, type=["null", "string"], format="date-time", title="Only holds that began before", section=WHICH,
            description="For example 2026-11-20T08:00:00+00:00. Empty: all.",
        ),
        note=Param(None, type=["null", "string"], maxLength=500, title="Note", section=HOW, description="Why: kept beside the hold. For example: booked by hand."),
        into_closed_period=Param(
            False, type="boolean", title="Book into the closed period", section=HOW,
            description="Retried orders may be dated in holded.closed_period; who said so is kept.",
        ),
        everything=Param(
            False, type="boolean", title="All open holds", section=WHICH, description="Where nothing above is named: all of them. Without it such a run does nothing."
        ),
        holds=Param(
            [], type=["null", "array"], items={"type": "integer"}, title="Single holds", section=WHICH, description="Their ids; the page Holds fills them in.",
        ),
    )  # fmt: skip
    with dag:

        @task.branch
        def choose(**context):
            from order_sync.steps import holds_tasks

            return holds_tasks.choose(store, context)

        @task(pool="holded")
        def refresh_holded(**context):
            from order_sync.steps import holds_tasks

            return holds_tasks.refresh(store, "holded", context)

        @task(pool="myparcel")
        def refresh_myparcel(**context):
            from order_sync.steps import holds_tasks

            return holds_tasks.refresh(store, "myparcel", context)

        @task(pool=building, trigger_rule="none_failed")  # what is not needed is skipped
        def act(**context):
            from order_sync.steps import holds_tasks

            return holds_tasks.act(store, context)

        @task(outlets=[published(settings)])
        def wake_senders(counts):
            from order_sync.steps import holds_tasks

            holds_tasks.wake(counts)

        @task
        def all_done(counts):
            from order_sync.steps import holds_tasks

            holds_tasks.all_done(counts)

        counts, first = act(), choose()
        first >> counts
        for remote, refresh in (("holded", refresh_holded), ("myparcel", refresh_myparcel)):
            if getattr(settings, remote):
                first >> refresh() >> counts
        wake_senders(counts)
        all_done(counts)
    return dag


globals().update(of_each_store(holds))
