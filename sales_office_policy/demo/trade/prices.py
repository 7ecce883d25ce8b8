"""Price limits, and quotations beyond them: waiting, approved, refused, offered less, and given away."""

from odoo.fields import Command

LIMITS = (
    # who, highest discount, lowest margin, longest term, small overruns of one point a month
    ("representative", 5, 30, 30, 2),
    ("team_leader", 10, 25, 45, 0),
    ("manager", 20, 15, 60, 0),
)
#: for regular customers
GRADE_A = ("representative", 8)
ASKED = (
    # who, product, quantity, discount, why, what became of it
    ("rep1", 0, 120, 8, "They take 120 nights a year and another hotel offers 10 %.", None),
    ("rep2", 2, 2, 15, "Two days in a row, out of season.", None),
    ("rep3", 1, 10, 9, "The delegation comes again in autumn.", "approve"),
    ("rep4", 4, 22, 12, "The bride's family booked twice already.", "counter"),
    ("rep5", 3, 60, 18, "The association asks every year.", "refuse"),
)


def load_prices(demo, customers, products):
    _load_limits(demo)
    regular = customers["rep1"][0]
    regular.sales_office_grade = "a"
    for login, number, quantity, discount, why, outcome in demo.say(ASKED):
        order = _quote(demo, login, customers[login][-1], products[number], quantity, discount)
        approvals = demo.env["sales.office.price.approval"].with_user(demo.user(login))
        approval = approvals.action_request(order.with_user(demo.user(login)), why)
        decider = approval.sudo().superior_id.user_id
        match outcome:
            case "approve":
                approval.with_user(decider).action_approve()
                order.with_user(demo.user(login)).action_quotation_sent()
            case "counter":
                approval.with_user(decider).action_counter(8, demo.say("Eight, with the flowers included."))
            case "refuse":
                approval.with_user(decider).action_refuse(demo.say("Offer them the Tuesday rate instead."))
    _quote(demo, "rep2", customers["rep2"][0], products[0], 30, 7)  # typed, and nobody asked yet
    # signed by the customer from an old link before the limits were there
    _quote(demo, "rep6", customers["rep6"][0], products[5], 12, 25).action_confirm()


def _load_limits(demo):
    limits = demo.env["sales.office.discount.limit"]
    limits.create(
        [
            {
                "company_id": demo.env.company.id,
                "post": post,
                "max_discount": discount,
                "has_floor": True,
                "min_margin": margin,
                "has_term": True,
                "max_term_days": days,
                "reaction": "block",
                "tolerance": 1 if quota else 0,
                "quota": quota,
            }
            for post, discount, margin, days, quota in LIMITS
        ]
    )
    post, discount = GRADE_A
    limits.create(
        {
            "company_id": demo.env.company.id,
            "post": post,
            "max_discount": discount,
            "customer_grade": "a",
            "reaction": "block",
        }
    )


def _quote(demo, login, customer, product, quantity, discount):
    line = {"product_id": product.id, "product_uom_qty": quantity, "discount": discount}
    orders = demo.env["sale.order"].with_user(demo.user(login))
    order = orders.create({"partner_id": customer.id, "order_line": [Command.create(line)]})
    return order.with_user(demo.env.user).sudo()
