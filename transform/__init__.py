"""Numbered lines to tidy frames and findings. Pure: no disk, no network, no clock."""
