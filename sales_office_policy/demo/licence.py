from datetime import timedelta


def load_licences(demo, customers, dice):
    today = demo.today
    values = []
    for served in customers.values():
        for number, customer in enumerate(served):
            days = 20 if number else dice.choice((-12, 200, 400, 700))
            values.append(
                {
                    "partner_id": customer.id,
                    "company_id": demo.env.company.id,
                    "kind": "business_licence",
                    "number": f"9133{dice.randint(10**13, 10**14 - 1)}",
                    "date_issued": today - timedelta(days=900),
                    "date_expiry": today + timedelta(days=days),
                }
            )
    licences = demo.env["sales.office.partner.licence"].create(values)
    licences[::2].with_user(demo.user("clerk")).action_verify()
    (licences & licences.search([("state", "!=", "valid")]))._remind()
