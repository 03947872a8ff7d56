"""DOOR: the REST API that chat widgets and programs use."""
