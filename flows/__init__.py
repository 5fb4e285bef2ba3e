"""When, where and how many at once: Prefect flows and the command line. Holds no rule of the domain."""
