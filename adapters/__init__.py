import retrieval  # noqa: F401  (before any library: it turns their telemetry off)
