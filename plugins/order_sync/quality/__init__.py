"""Data-quality checks: suites built from contracts and cross-table rules, and their reports. Nothing heavy is loaded here."""
