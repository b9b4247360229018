# The one image of docker-compose.yaml: the pins of requirements-celery.txt (x86-64), then the project, as an ordinary user.
FROM python:3.11-slim-bookworm AS build
ENV VIRTUAL_ENV=/opt/venv UV_LINK_MODE=copy UV_NO_CACHE=1
RUN python -m pip install --quiet --no-cache-dir 'uv>=0.9,<1' && python -m venv "$VIRTUAL_ENV"
COPY requirements-celery.txt /tmp/
RUN python -m uv pip install --require-hashes --compile-bytecode -r /tmp/requirements-celery.txt
COPY pyproject.toml /opt/order-sync/
COPY plugins /opt/order-sync/plugins
# The build leaves metadata beside the package; Airflow would find each entry point twice.
RUN python -m uv pip install --no-deps --no-build-isolation -e /opt/order-sync && rm -rf /opt/order-sync/plugins/order_sync.egg-info

FROM python:3.11-slim-bookworm
ENV PATH=/opt/venv/bin:$PATH AIRFLOW_HOME=/opt/airflow PYTHONUNBUFFERED=1
# The logs folder exists with its owner, so that a fresh volume takes both over.
RUN useradd --system --uid 50000 --create-home --home-dir /opt/airflow airflow && install -d -o airflow -g airflow /opt/airflow/logs
COPY --from=build /opt/venv /opt/venv
COPY --from=build /opt/order-sync /opt/order-sync
COPY include /opt/order-sync/include
COPY dags /opt/order-sync/dags
RUN python -m compileall -q /opt/order-sync/plugins /opt/order-sync/dags
USER airflow
WORKDIR /opt/airflow
CMD ["airflow", "version"]
