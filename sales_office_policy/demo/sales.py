"""Customers, opportunities and what was sold and invoiced, relative to the day of installation."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.fields import Command

REPS = ("rep1", "rep2", "rep3", "rep4", "rep5", "rep6")
CORPORATE, EVENTS = REPS[:3], REPS[3:]
CUSTOMERS = (
    # name, city, served by
    ("Qiantang River Shipping", "Hangzhou", "rep1"),
    ("Maple Leaf Software", "Hangzhou", "rep1"),
    ("West Lake Pharma", "Hangzhou", "rep2"),
    ("Silk Road Travel Service", "Suzhou", "rep2"),
    ("Yangtze Delta Insurance", "Shanghai", "rep3"),
    ("Golden Bridge Machinery", "Ningbo", "rep3"),
    ("Evergreen Weddings", "Hangzhou", "rep4"),
    ("Lotus Event Planning", "Shanghai", "rep4"),
    ("Zhejiang Dental Association", "Hangzhou", "rep5"),
    ("Blue Crane Education", "Shaoxing", "rep5"),
    ("Moonlight Bridal Studio", "Hangzhou", "rep6"),
    ("Jiangnan Chamber of Commerce", "Jiaxing", "rep6"),
)
PRODUCTS = (
    # name, price in CNY, usual quantity
    ("Deluxe Room Night", 648, (20, 60)),
    ("Lake View Suite Night", 1288, (4, 16)),
    ("Conference Hall, Full Day", 18000, (1, 2)),
    ("Meeting Package per Guest", 268, (30, 120)),
    ("Wedding Banquet, Table of Ten", 4888, (10, 28)),
    ("Airport Transfer", 380, (4, 20)),
)
#: from the invoice on
DAYS_TO_PAY = 14
OPPORTUNITIES = (
    ("Annual meeting, 200 guests", 156000),
    ("Long-stay rooms for engineers", 98000),
    ("Spring wedding, 22 tables", 107536),
    ("Product launch with dinner", 64000),
    ("Corporate rate agreement", 240000),
    ("Training camp, three days", 45800),
)


def hire_everybody(demo):
    """Nobody is expected at work before they were hired: last month all were there already."""
    employees = demo.env["hr.employee"].search([("company_id", "=", demo.env.company.id)])
    employees.version_id.date_version = demo.today - relativedelta(years=1)


def load_chart_of_accounts(demo, company):
    """The Chinese chart where its module is installed, else the generic one."""
    chinese = demo.env["ir.module.module"].search([("name", "=", "l10n_cn"), ("state", "=", "installed")])
    if not company.chart_template:
        demo.env["account.chart.template"]._load("cn" if chinese else "generic_coa", company, False)


def load_customers(demo):
    """Return {rep's login: customers}."""
    served = dict.fromkeys(REPS, demo.env["res.partner"])
    for name, city, login in CUSTOMERS:
        domain = name.lower().replace(" ", "").replace(",", "")
        served[login] |= demo.env["res.partner"].create(
            {
                "name": demo.say(name),
                "is_company": True,
                "lang": demo.env.lang,
                "city": demo.say(city),
                "country_id": demo.env.ref("base.cn").id,
                "email": f"office@{domain}.example.com",
                "user_id": demo.user(login).id,
                "company_id": demo.env.company.id,
            }
        )
    return served


def load_products(demo, company):
    return demo.env["product.product"].create(
        [
            {
                "name": name,
                "type": "service",
                "invoice_policy": "order",
                "list_price": price,
                "standard_price": round(price * 0.55, 2),
                "taxes_id": [Command.set(company.account_sale_tax_id.ids)],
                "company_id": company.id,
            }
            for name, price, _quantity in demo.say(PRODUCTS)
        ]
    )


def load_opportunities(demo, customers, dice):
    """Two open opportunities per rep, spread over the stages."""
    stages = demo.env["crm.stage"].search([("is_won", "=", False), ("team_ids", "=", False)])
    demo.env["crm.lead"].create(
        [
            {
                "name": name,
                "type": "opportunity",
                "partner_id": dice.choice(customers[login]).id,
                "user_id": demo.user(login).id,
                "team_id": demo.ref(f"demo_team_{'corporate' if login in CORPORATE else 'events'}").id,
                "stage_id": dice.choice(stages).id,
                "expected_revenue": revenue,
                "date_deadline": demo.today + timedelta(days=dice.randint(5, 45)),
                "company_id": demo.env.company.id,
            }
            for login in REPS
            for name, revenue in dice.sample(demo.say(OPPORTUNITIES), 2)
        ]
    )


def load_sales(demo, customers, products, dice):
    """Per rep four orders invoiced last month, one invoiced and paid this month, one quotation; one refund."""
    first, last = demo.get_last_month()
    today = demo.today
    invoices = demo.env["account.move"]
    for login in REPS:
        for _number in range(4):
            day = first + timedelta(days=dice.randint(0, (last - first).days))
            invoices |= _sell(demo, login, dice.choice(customers[login]), products, day, dice)
        _create_order(demo, login, dice.choice(customers[login]), products, today, dice)
    paid = demo.env["account.move"]
    for login in REPS:
        day = today.replace(day=dice.randint(1, today.day))
        paid |= _sell(demo, login, dice.choice(customers[login]), products, day, dice)
    (invoices | paid).action_post()
    for invoice in paid:
        register = demo.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        register.create({"payment_date": today}).action_create_payments()
    _refund(demo, invoices.filtered(lambda move: move.invoice_user_id == demo.user("rep2"))[:1])


def _sell(demo, login, customer, products, day, dice):
    """Return the draft invoice of a confirmed order of that day."""
    order = _create_order(demo, login, customer, products, day, dice)
    order.action_confirm()
    order.date_order = fields.Datetime.to_datetime(day)
    invoice = order._create_invoices()
    invoice.write({"invoice_date": day, "invoice_date_due": day + timedelta(days=DAYS_TO_PAY)})
    return invoice


def _create_order(demo, login, customer, products, day, dice):
    chosen = dice.sample(range(len(PRODUCTS)), 2)
    return demo.env["sale.order"].create(
        {
            "partner_id": customer.id,
            "user_id": demo.user(login).id,
            "team_id": demo.ref(f"demo_team_{'corporate' if login in CORPORATE else 'events'}").id,
            "date_order": fields.Datetime.to_datetime(day),
            "order_line": [
                Command.create({"product_id": products[n].id, "product_uom_qty": dice.randint(*PRODUCTS[n][2])})
                for n in chosen
            ],
        }
    )


def _refund(demo, invoice):
    """A guest group cancelled: a fifth of the largest line comes back this month."""
    refund = invoice._reverse_moves([{"invoice_date": demo.today, "ref": demo.say("Rooms cancelled")}])
    line = refund.invoice_line_ids.sorted("price_subtotal")[-1:]
    (refund.invoice_line_ids - line).unlink()
    line.quantity = max(1, line.quantity // 5)
    refund.action_post()
