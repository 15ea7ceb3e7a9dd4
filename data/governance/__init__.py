"""Who decides: the audit log, the stored rules, and what is in use."""
