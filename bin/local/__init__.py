"""What the scripts in bin/ share: an embedded PostgreSQL and a local Airflow."""
