"""What wires the rooms together: settings, addresses, the server; the only place that knows them all."""
