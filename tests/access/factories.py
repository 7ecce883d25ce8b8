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


def _document(case, employee):
    category = case.env.ref("sales_office_policy.document_category_record_book")
    return case.env["sales.office.document"].create(
        {"name": "Record book", "category_id": category.id, "department_id": employee.department_id.id}
    )


def _document_loan(case, employee):
    return case.env["sales.office.document.loan"].create(
        {"document_id": _document(case, employee).id, "employee_id": employee.id}
    )


FACTORIES = {
    "sales.office.deputy": _deputy,
    "sales.office.document": _document,
    "sales.office.document.loan": _document_loan,
}
