"""One record of each model about groups and calendar links, see ``factories``."""


def _robot(case, employee):
    """Return a robot of the company that the employee works in."""
    company = employee.company_id
    return case.env["sales.office.robot"].create({"name": "Team", "company_id": company.id, "lang": "en_US"})


def _message(case, employee):
    now = case.env.cr.now()
    values = {"key": f"news:{employee.id}", "title": "Papers due back today", "send_at": now, "until": now}
    return case.env["sales.office.message"].create({"robot_id": _robot(case, employee).id, **values})


def _calendar_feed(case, employee):
    return case.env["sales.office.calendar.feed"].create({"user_id": employee.user_id.id, "digest": "0"})


MESSAGE_FACTORIES = {
    "sales.office.robot": _robot,
    "sales.office.message": _message,
    "sales.office.calendar.feed": _calendar_feed,
}
