"""Frames to staged Parquet, DuckDB and exports. Owns every file the project writes."""
