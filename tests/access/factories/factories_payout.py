"""One record of each model about settling and paying in batches, see ``factories``."""


def _settlement_run(case, employee):
    return case.env["sales.office.settlement.run"].create(
        {"company_id": employee.company_id.id, "day": "2025-03-04", "requested_by_id": employee.user_id.id}
    )


def _payroll_export(case, employee):
    return case.env["sales.office.payroll.export"].create(
        {
            "user_id": employee.user_id.id,
            "exported_at": "2025-03-04 02:00:00",
            "date_from": "2025-02-01",
            "date_to": "2025-02-28",
            "file_type": "csv",
            "employee_count": 2,
            "company_id": employee.company_id.id,
        }
    )


PAYOUT_FACTORIES = {
    "sales.office.settlement.run": _settlement_run,
    "sales.office.payroll.export": _payroll_export,
}
