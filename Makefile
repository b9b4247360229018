# Thin aliases; the scripts in bin/ do the work and take further options.
SHELL := bash
.PHONY: demo test up down sandbox bench docs lock lint setup

demo test up down sandbox bench docs lock setup:
	@bin/$@

lint: setup
	@. bin/setup && ruff check . && ruff format --check .
