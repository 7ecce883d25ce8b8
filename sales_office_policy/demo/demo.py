"""The demo office's past month: sold, invoiced, met, lent and decided, relative to the day of installation."""

import random
from datetime import datetime, time, timedelta

from dateutil.relativedelta import relativedelta
from pytz import timezone, utc

from odoo import api, fields, models
from odoo.fields import Command

MODULE = "sales_office_policy"
TIME_ZONE = "Asia/Shanghai"
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
OPPORTUNITIES = (
    ("Annual meeting, 200 guests", 156000),
    ("Long-stay rooms for engineers", 98000),
    ("Spring wedding, 22 tables", 107536),
    ("Product launch with dinner", 64000),
    ("Corporate rate agreement", 240000),
    ("Training camp, three days", 45800),
)


class SalesOfficeDemo(models.AbstractModel):
    """Fills the demo office. Called by the demo data only; nothing here is reachable over RPC."""

    _name = "sales.office.demo"
    _description = "Sales Office Demo Data"

    @api.model
    def _load(self):
        company = self._ref("demo_company")
        office = self.with_context(
            allowed_company_ids=company.ids, tracking_disable=True, mail_notrack=True, lang="en_US"
        ).with_company(company)
        dice = random.Random(19)
        office._hire_everybody()
        office._load_chart_of_accounts(company)
        customers = office._load_customers()
        products = office._load_products(company)
        office._load_opportunities(customers, dice)
        office._load_sales(customers, products, dice)
        office._load_policy_room(dice)
        office._load_conduct_room(dice)
        office._load_rewards()
        office._load_gifts(customers)
        office._load_workday_room(dice)
        office._load_meeting_room(dice)
        office._load_work_reports(dice)
        office._load_custody_room(dice)
        office._load_closing_room(dice)
        office._load_overdue_papers()
        office._load_supplies(dice)
        office._load_licences(customers, dice)
        office._load_instructions(customers)
        office._load_registers(dice)
        office._load_contests(products)
        office._load_planning_room()
        office._load_commission_room(dice)
        office._load_check_quality()

    def _ref(self, name):
        """Return the demo record of that name, in the demo company's environment."""
        return self.env.ref(f"{MODULE}.{name}").with_env(self.env)

    def _user(self, login):
        return self._ref(f"demo_user_{login}")

    def _employee(self, login):
        return self._ref(f"demo_employee_{login}")

    @api.model
    def _last_month(self):
        """Return the first and the last day of the month before the installation."""
        first = fields.Date.today().replace(day=1) - relativedelta(months=1)
        return first, first + relativedelta(months=1, days=-1)

    def _working_days(self):
        """Return the working days since the beginning of last month, until yesterday."""
        first, _last = self._last_month()
        days = [first + timedelta(days=n) for n in range((fields.Date.today() - first).days)]
        return [day for day in days if day.weekday() < 5]

    def _at(self, day, hour):
        """Return the UTC time of an hour (float) of a day in the office's time zone."""
        local = datetime.combine(day, time()) + timedelta(hours=hour)
        return timezone(TIME_ZONE).localize(local).astimezone(utc).replace(tzinfo=None)

    def _hire_everybody(self):
        """Nobody is expected at work before he was hired: last month all were there already."""
        employees = self.env["hr.employee"].search([("company_id", "=", self.env.company.id)])
        employees.version_id.date_version = fields.Date.today() - relativedelta(years=1)

    def _load_chart_of_accounts(self, company):
        """The Chinese chart where its module is installed, else the generic one."""
        chinese = self.env["ir.module.module"].search([("name", "=", "l10n_cn"), ("state", "=", "installed")])
        if not company.chart_template:
            self.env["account.chart.template"]._load("cn" if chinese else "generic_coa", company, False)

    def _load_customers(self):
        """Return {rep's login: customers}."""
        served = dict.fromkeys(REPS, self.env["res.partner"])
        for name, city, login in CUSTOMERS:
            domain = name.lower().replace(" ", "").replace(",", "")
            served[login] |= self.env["res.partner"].create(
                {
                    "name": name,
                    "is_company": True,
                    "city": city,
                    "country_id": self.env.ref("base.cn").id,
                    "email": f"office@{domain}.example.com",
                    "user_id": self._user(login).id,
                    "company_id": self.env.company.id,
                }
            )
        return served

    def _load_products(self, company):
        return self.env["product.product"].create(
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
                for name, price, _quantity in PRODUCTS
            ]
        )

    def _load_opportunities(self, customers, dice):
        """Two open opportunities per rep, spread over the stages."""
        stages = self.env["crm.stage"].search([("is_won", "=", False), ("team_ids", "=", False)])
        self.env["crm.lead"].create(
            [
                {
                    "name": name,
                    "type": "opportunity",
                    "partner_id": dice.choice(customers[login]).id,
                    "user_id": self._user(login).id,
                    "team_id": self._ref(f"demo_team_{'corporate' if login in CORPORATE else 'events'}").id,
                    "stage_id": dice.choice(stages).id,
                    "expected_revenue": revenue,
                    "date_deadline": fields.Date.today() + timedelta(days=dice.randint(5, 45)),
                    "company_id": self.env.company.id,
                }
                for login in REPS
                for name, revenue in dice.sample(OPPORTUNITIES, 2)
            ]
        )

    def _load_sales(self, customers, products, dice):
        """Per rep four orders invoiced last month, one invoiced and paid this month, one quotation; one refund."""
        first, last = self._last_month()
        today = fields.Date.today()
        invoices = self.env["account.move"]
        for login in REPS:
            for _number in range(4):
                day = first + timedelta(days=dice.randint(0, (last - first).days))
                invoices |= self._sell(login, dice.choice(customers[login]), products, day, dice)
            self._create_order(login, dice.choice(customers[login]), products, today, dice)
        paid = self.env["account.move"]
        for login in REPS:
            day = today.replace(day=dice.randint(1, today.day))
            paid |= self._sell(login, dice.choice(customers[login]), products, day, dice)
        (invoices | paid).action_post()
        for invoice in paid:
            register = self.env["account.payment.register"].with_context(
                active_model="account.move", active_ids=invoice.ids
            )
            register.create({"payment_date": today}).action_create_payments()
        self._refund(invoices.filtered(lambda move: move.invoice_user_id == self._user("rep2"))[:1])

    def _sell(self, login, customer, products, day, dice):
        """Return the draft invoice of a confirmed order of that day."""
        order = self._create_order(login, customer, products, day, dice)
        order.action_confirm()
        order.date_order = fields.Datetime.to_datetime(day)
        invoice = order._create_invoices()
        invoice.invoice_date = day
        return invoice

    def _create_order(self, login, customer, products, day, dice):
        chosen = dice.sample(range(len(PRODUCTS)), 2)
        return self.env["sale.order"].create(
            {
                "partner_id": customer.id,
                "user_id": self._user(login).id,
                "team_id": self._ref(f"demo_team_{'corporate' if login in CORPORATE else 'events'}").id,
                "date_order": fields.Datetime.to_datetime(day),
                "order_line": [
                    Command.create({"product_id": products[n].id, "product_uom_qty": dice.randint(*PRODUCTS[n][2])})
                    for n in chosen
                ],
            }
        )

    def _refund(self, invoice):
        """A guest group cancelled: a fifth of the largest line comes back this month."""
        refund = invoice._reverse_moves([{"invoice_date": fields.Date.today(), "ref": self.env._("Rooms cancelled")}])
        line = refund.invoice_line_ids.sorted("price_subtotal")[-1:]
        (refund.invoice_line_ids - line).unlink()
        line.quantity = max(1, line.quantity // 5)
        refund.action_post()
