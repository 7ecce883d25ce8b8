from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    sales_office_meeting_grace = fields.Integer(
        string="Grace Before Late (minutes)",
        default=5,
        help="Anyone who signs in to a meeting more than this many minutes after its start is late.",
    )
    sales_office_meeting_sign_in_minutes = fields.Integer(
        string="Sign-in Opens Before the Start (minutes)",
        default=15,
        help="From this many minutes before the start until the meeting is closed, participants sign in; "
        "the first one opens the meeting.",
    )
    sales_office_meeting_days_ahead = fields.Integer(
        string="Meetings Planned Ahead (days)",
        default=7,
        help="The meetings of the schedules are made this many days ahead.",
    )

    _sales_office_meeting_grace_positive = models.Constraint(
        "CHECK (sales_office_meeting_grace BETWEEN 0 AND 1440)",
        "The minutes of grace lie between 0 and 1,440, which is a day.",
    )
    _sales_office_meeting_sign_in_minutes_positive = models.Constraint(
        "CHECK (sales_office_meeting_sign_in_minutes BETWEEN 0 AND 1440)",
        "The minutes before the start in which one can sign in lie between 0 and 1,440, which is a day.",
    )
    _sales_office_meeting_days_ahead_in_year = models.Constraint(
        "CHECK (sales_office_meeting_days_ahead BETWEEN 0 AND 90)",
        "Meetings are planned between 0 and 90 days ahead.",
    )
