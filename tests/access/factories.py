"""How to make one record of each model about an employee, for the access matrix.

Each function takes the test case and the employee and returns the record (sudo).
"""


def _deputy(case, employee):
    other = case.director_valley
    if employee.company_id == case.company:
        other = case._create_member("Stan", f"stand_in_{employee.id}", case.sales, "clerk")
    return case.env["sales.office.deputy"].create(
        {"employee_id": employee.id, "deputy_id": other.id, "date_from": "2020-01-01", "date_to": "2020-01-02"}
    )


FACTORIES = {
    "sales.office.deputy": _deputy,
}
