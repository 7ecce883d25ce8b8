"""One record of each model about counting documents, see ``factories``."""


def _stocktake(case, employee):
    return case.env["sales.office.document.stocktake"].create(
        {"department_id": employee.department_id.id, "location": f"Shelf {employee.id} of {_count(case)}"}
    )


def _stocktake_line(case, employee):
    category = case.env.ref("sales_office_policy.document_category_record_book")
    place = f"Drawer {employee.id} of {_count(case)}"
    case.env["sales.office.document"].create(
        {
            "name": "Counted book",
            "category_id": category.id,
            "department_id": employee.department_id.id,
            "home_location": place,
        }
    )
    values = {"department_id": employee.department_id.id, "location": place}
    return case.env["sales.office.document.stocktake"].create(values).line_ids


def _count(case):
    return case.env["sales.office.document.stocktake"].search_count([])


STOCKTAKE_FACTORIES = {
    "sales.office.document.stocktake": _stocktake,
    "sales.office.document.stocktake.line": _stocktake_line,
}
