"""One entry of each register of the front office, see ``factories``."""


def _visitor(case, employee):
    return case.env["sales.office.visitor"].create({"name": "Wang Fang", "employee_id": employee.id})


def _call(case, employee):
    return case.env["sales.office.call"].create({"summary": "Asks for rooms", "employee_id": employee.id})


def _correspondence(case, employee):
    return case.env["sales.office.correspondence"].create({"name": "Rooms in May", "employee_id": employee.id})


def _correspondence_counter(case, employee):
    letter = _correspondence(case, employee)
    return case.env["sales.office.correspondence.counter"].search(
        [("office_id", "=", letter.office_id.id), ("company_id", "=", letter.company_id.id)], limit=1
    )


REGISTER_FACTORIES = {
    "sales.office.visitor": _visitor,
    "sales.office.call": _call,
    "sales.office.correspondence": _correspondence,
    "sales.office.correspondence.counter": _correspondence_counter,
}
