"""What happens and how everything is → `/metrics`, as Prometheus reads it. The one folder that
knows Prometheus's client."""
