"""A reference field over a stored model and id: plain Python, no ORM."""


def join_reference(record):
    """Return the value of a reference field that shows ``res_model`` and ``res_id`` of a record."""
    about = record.res_model and record.res_id
    return f"{record.res_model},{record.res_id}" if about else False


def split_reference(vals):
    """Return ``vals`` with model and id in place of ``reference``: an inverse would be too late for the checks."""
    if "reference" not in vals:
        return vals
    model, _comma, res_id = (vals["reference"] or "").partition(",")
    others = {name: value for name, value in vals.items() if name != "reference"}
    return {**others, "res_model": model or False, "res_id": int(res_id) if res_id.isdigit() else False}
