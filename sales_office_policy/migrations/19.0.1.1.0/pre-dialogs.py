"""One dialog asks for reasons; the tables of those that did before are left to nobody by Odoo, and so go here."""

DROP = """
DROP TABLE IF EXISTS
    sales_office_contest_reason, sales_office_day_excuse, sales_office_due_dialog, sales_office_inspection_withdrawal,
    sales_office_instruction_text, sales_office_meeting_excuse, sales_office_meeting_reopen,
    sales_office_planning_reason, sales_office_policy_send_back, sales_office_reward_refuse,
    sales_office_statement_reason, sales_office_supply_reason, sales_office_untaken_dialog,
    sales_office_violation_text, sales_office_work_report_text
CASCADE
"""


def migrate(cr, version):
    cr.execute(DROP)
