"""A DAG per store that prints labels: by hand with a form, or by the store's schedule."""

from __future__ import annotations

from airflow.sdk import DAG, CronTriggerTimetable, Param
from order_sync.settings import StoreSettings
from order_sync.steps.dag_shape import HOW, WHICH, of_each_store, store_dag
from order_sync.steps.label_ask import CARRIERS, PAPERS, SORTS

DOC = """### Labels of {name}
Asks MyParcel for the labels of all open concepts, or of the orders that the form names, and makes **one PDF** of them. Asking registers a
shipment: from then on it has a barcode, and Wix can be told. Who asks again gets the same labels, nothing is billed twice. Labels with a
customs form are A4 and stand in a file of their own. The task's link *Label file* leads to the files; parcels that MyParcel wants to be paid
for first, or refuses, are held with their reason and stop no other one."""


def labels(settings: StoreSettings) -> DAG | None:
    """By hand, or by myparcel.labels.schedule; None without MyParcel."""
    if not settings.myparcel:
        return None
    from order_sync.steps.label_task import PrintLabels

    store, chosen = settings.store, settings.myparcel.labels
    schedule = CronTriggerTimetable(chosen.schedule, timezone=settings.timezone) if chosen.schedule else None
    dag = store_dag(
        settings,
        "labels",
        schedule,
        DOC.format(name=settings.name),
        carrier=Param(
            None,
            type=["null", "integer"],
            enum=[None, *CARRIERS],
            values_display={str(key): name for key, name in CARRIERS.items()},
            title="Only this carrier", section=WHICH,
            description="Empty: all.",
        ),
        country=Param(
            None, type=["null", "string"], pattern="^[A-Z]{2}$", title="Only this country", section=WHICH, description="Two letters, for example NL."
        ),
        paper=Param(chosen.format, type="string", enum=list(PAPERS), title="Paper", section="Paper", description="Customs forms are A4 whatever stands here."),
        position=Param(
            chosen.position, type="integer", enum=[1, 2, 3, 4], title="First free place on the first A4 sheet", section="Paper",
            values_display={"1": "top left", "2": "top right", "3": "bottom left", "4": "bottom right"},
            description="For a sheet of label paper that was begun.",
        ),
        sort=Param(
            list(chosen.sort), type="array", items={"type": "string", "enum": list(SORTS)}, examples=list(SORTS), title="Order of the labels", section="Paper",
            description="The first decides, the next ones among equals.",
        ),
        reprint=Param(
            False, type="boolean", title="Print again", section=HOW,
            description="Also labels that wait to be handed over. Named orders are printed again in any case; nothing is billed again.",
        ),
        returns=Param(
            False, type="boolean", title="Return labels", section=HOW,
            description="For the named orders, once per run: a return shipment of each registered parcel. With 'Print again': those made before.",
        ),
        mail=Param(False, type="boolean", title="Mail the return label", section=HOW, description="MyParcel mails it to the buyer."),
    )  # fmt: skip
    with dag:
        PrintLabels(task_id="print_labels", store=store, pool="myparcel")
    return dag


globals().update(of_each_store(labels))
