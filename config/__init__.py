"""How the parts are put together: settings, the Celery application, the servers."""
