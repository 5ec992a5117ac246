"""Files and their syntax: YAML, TOML, JSON, CSV, Parquet, digests, the cache, atomic writes. Nothing of what they mean."""
