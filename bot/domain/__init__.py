"""The rules, as frozen values and plain functions: no storage, no network, no clock."""
