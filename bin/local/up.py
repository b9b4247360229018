"""make up, make down: Airflow's UI on loopback with the sandbox behind it, and its end."""

from __future__ import annotations

import shutil
import sys

from local.sandboxed import HOME, House


def up() -> None:
    """Start the house and say where it is and who may enter."""
    house = House()
    house.start()
    for dag_id in house.dag_ids:
        house.airflow.rest.pause(dag_id, paused=False)
    kept = house.airflow.kept
    print(f"""
Airflow            {house.airflow.url}
  operator         admin / {kept.admin_password}
  viewer           viewer / {kept.viewer_password}
Sandbox            {house.sandbox_url}/sandbox/docs   (stands in for Wix, Holded and MyParcel)
Sample orders      {house.base:%Y-%m-%d %H:%M} to +4 h UTC: trigger wix_orders__es or wix_orders__nl with that window,
                   or use Backfill in the trigger dialog. The senders wake up by themselves.
Logs               {house.home / "logs"}
Switched off       wix_history__<store> (past orders) and erase__<store>: switch them on before you trigger them
Command line       bin/order-sync coverage   (the README lists the commands); Airflow's own: bin/airflow dags list
End it with        make down""")


def down(wipe: bool = False) -> None:
    """Stop the house; with --wipe forget its data too."""
    if not HOME.exists():
        print("Nothing runs here.")
        return
    house = House()
    house.stop()
    if wipe:
        shutil.rmtree(house.airflow.postgres.folder, ignore_errors=True)
        shutil.rmtree(HOME, ignore_errors=True)
    print("Stopped." + (" Its data is gone." if wipe else " Its data is kept; make down WIPE=1 forgets it."))


if __name__ == "__main__":
    up() if sys.argv[1:2] == ["up"] else down(wipe="--wipe" in sys.argv)
