"""Bytes to numbered lines: file formats, encodings, corpora and sources. Knows nothing of the form."""
