import random

from odoo import api, models

from . import (
    closing,
    commission,
    conduct,
    contest,
    custody,
    instruction,
    licence,
    meeting,
    planning,
    policy,
    register,
    reward,
    sales,
    supply,
    work_report,
    workday,
)
from .demo import open_office
from .trade import complaint, contract, delivery, follow_up, market, message, opportunity, prices, receivable, visit
from .words import people


class ResCompany(models.Model):
    _inherit = "res.company"

    @api.model
    def _load_sales_office_demo(self):
        """Fill the demo office: its past month sold, invoiced, met, lent and decided, relative to today.

        Called by the demo data only. It speaks the administrator's language where ``demo/words`` has it, else English.
        """
        demo = open_office(self.env)
        dice = random.Random(19)
        people.settle_in(demo)
        sales.hire_everybody(demo)
        sales.load_chart_of_accounts(demo, demo.env.company)
        customers = sales.load_customers(demo)
        products = sales.load_products(demo, demo.env.company)
        sales.load_opportunities(demo, customers, dice)
        sales.load_sales(demo, customers, products, dice)
        _load_discipline(demo, customers, dice)
        _load_papers(demo, customers, dice)
        _load_trade(demo, customers, products, dice)


def _load_discipline(demo, customers, dice):
    policy.load_policy_room(demo, dice)
    conduct.load_conduct_room(demo, dice)
    reward.load_rewards(demo)
    reward.load_gifts(demo, customers)
    workday.load_workday_room(demo, dice)
    meeting.load_meeting_room(demo, dice)
    work_report.load_work_reports(demo, dice)


def _load_papers(demo, customers, dice):
    custody.load_custody_room(demo, dice)
    closing.load_closing_room(demo, dice)
    custody.load_overdue_papers(demo)
    supply.load_supplies(demo, dice)
    licence.load_licences(demo, customers, dice)
    instruction.load_instructions(demo, customers)
    register.load_registers(demo, dice)


def _load_trade(demo, customers, products, dice):
    contract.load_contracts(demo, customers, products)
    delivery.load_deliveries(demo, customers, demo.env.company)
    prices.load_prices(demo, customers, products)
    contest.load_contests(demo, products)
    planning.load_planning_room(demo)
    commission.load_commission_room(demo, dice)
    commission.load_untaken(demo)
    receivable.load_receivables(demo)
    complaint.load_complaints(demo, customers, products)
    market.load_market(demo, customers, products)
    visit.load_visits(demo, customers)
    opportunity.load_pipeline(demo)
    market.watch_rivals(demo)
    conduct.load_check_quality(demo)
    conduct.load_penalty_change(demo)
    message.load_messages(demo)
    follow_up.load_follow_up(demo, customers)
    planning.spend_night(demo)
