"""What different EHRs let an app do, as data."""
