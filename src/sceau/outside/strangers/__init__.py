"""Files of strangers, PDF and pictures, opened in a process that can be ended: what in them may be a credential."""
