"""How to make the logs of the documents room for the access matrix: who opened what, who exported customers."""


def _document_access(case, employee):
    return case.env["sales.office.document.access"].create(
        {
            "user_id": employee.user_id.id,
            "opened_at": "2025-03-04 02:00:00",
            "kind": "record",
            "document_name": "Contract seal",
            "company_id": employee.company_id.id,
        }
    )


def _customer_export(case, employee):
    return case.env["sales.office.customer.export"].create(
        {
            "user_id": employee.user_id.id,
            "exported_at": "2025-03-04 02:00:00",
            "res_model": "res.partner",
            "record_count": 2,
            "company_id": employee.company_id.id,
        }
    )


def _document_code_attempt(case, employee):
    return case.env["sales.office.document.code.attempt"].create(
        {"guessed_employee": employee.id, "guessing_user": employee.user_id.id, "tried_at": "2025-03-04 02:00:00"}
    )


CUSTODY_FACTORIES = {
    "sales.office.document.code.attempt": _document_code_attempt,
    "sales.office.document.access": _document_access,
    "sales.office.customer.export": _customer_export,
}
