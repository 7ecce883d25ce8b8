from unittest.mock import patch


def run_cron(model):
    """Have the reminder job of ``model`` do what waits for it, without committing."""
    with patch.object(type(model.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: 60):
        model._cron_remind()
