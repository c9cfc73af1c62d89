"""Files of strangers, opened in a process that can be ended: what in them may be a credential, or lead to one."""
