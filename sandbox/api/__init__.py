"""Feishu's HTTP API, one file per subject, with its refusals."""
