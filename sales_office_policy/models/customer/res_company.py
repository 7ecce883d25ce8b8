from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    _inherit = "res.company"

    sales_office_response_hours = fields.Float(
        string="Hours to Answer a Lead by Default",
        default=4,
        help="Whoever is given a lead is to call, write to or meet the customer within this many of their own working "
        "hours. 0: no clock.",
    )
    sales_office_stale_days = fields.Integer(
        string="Days without Contact by Default",
        default=30,
        help="After this many days without contact an open lead counts as left alone, whatever its stage. 0: never.",
    )
    sales_office_channel_mode = fields.Selection(
        [("off", "Not Asked For"), ("notify", "Shown on the Opportunity"), ("require", "Needed to Go On")],
        string="Channel of an Opportunity",
        default="off",
        required=True,
        help="How the customer came to us, Odoo's source and medium. Needed to Go On: an opportunity does not leave "
        "the first stage by hand without them; made, imported, merged, converted or lost it may.",
    )

    _sales_office_response_hours = models.Constraint(
        "CHECK (sales_office_response_hours BETWEEN 0 AND 200 AND sales_office_stale_days BETWEEN 0 AND 3650)",
        "A lead is answered within 0 to 200 hours, and left alone after 0 to 3650 days.",
    )

    # complaints and ratings
    sales_office_complaint_minor_hours = fields.Float(
        string="Hours to Acknowledge a Minor Complaint",
        default=8,
        help="The customer hears within this many working hours of whoever looks after it that it is looked after.",
    )
    sales_office_complaint_serious_hours = fields.Float(string="Hours to Acknowledge a Serious Complaint", default=4)
    sales_office_complaint_urgent_hours = fields.Float(string="Hours to Acknowledge an Urgent Complaint", default=2)
    sales_office_complaint_minor_days = fields.Integer(
        string="Days to Answer a Minor Complaint",
        default=5,
        help="The customer has an answer within this many working days. The clock stands still while they are asked "
        "something.",
    )
    sales_office_complaint_serious_days = fields.Integer(string="Days to Answer a Serious Complaint", default=3)
    sales_office_complaint_urgent_days = fields.Integer(string="Days to Answer an Urgent Complaint", default=1)
    sales_office_complaint_wait_days = fields.Integer(
        string="Days to Wait for a Customer",
        default=14,
        help="The clock of a complaint stands still no longer than this many days, whether the customer answers "
        "or not.",
    )
    sales_office_complaint_check_days = fields.Integer(
        string="Days until a Closed Complaint Is Looked At Again",
        default=20,
        help="This many working days after it was closed it is seen whether the answer lasted. 0: never.",
    )
    sales_office_complaint_repeat_days = fields.Integer(
        string="Days in Which Complaints Are Counted Together",
        default=180,
        help="On a complaint it is shown how many came in this many days of the same customer, cause and product.",
    )
    sales_office_complaint_alias_id = fields.Many2one(
        "mail.alias", string="Address for Complaints", copy=False, ondelete="set null"
    )
    sales_office_complaint_mailbox = fields.Char(
        string="Mailbox for Complaints",
        compute="_compute_sales_office_complaint_mailbox",
        inverse="_inverse_sales_office_complaint_mailbox",
        help="What is written to this name before the company's domain becomes a complaint.",
    )
    sales_office_rating_days = fields.Integer(
        string="Days between Ratings",
        default=90,
        help="A customer is asked what they think once in this many days at most, whatever it is about.",
    )
    sales_office_rating_delivery = fields.Boolean(
        string="Ask after Deliveries", help="The customer is asked on the day after all of an order was delivered."
    )
    sales_office_rating_visit = fields.Boolean(
        string="Ask after Return Visits",
        help="Anyone who ordered before and was visited again is asked on the day after the visit was reported.",
    )
    # market
    sales_office_risk_days = fields.Integer(
        string="Days until a Risk Is Looked At",
        default=60,
        help="A risk is looked at again after this many days; a high one after half of them.",
    )

    _sales_office_complaint_hours = models.Constraint(
        "CHECK (sales_office_complaint_minor_hours BETWEEN 0.25 AND 200"
        " AND sales_office_complaint_serious_hours BETWEEN 0.25 AND 200"
        " AND sales_office_complaint_urgent_hours BETWEEN 0.25 AND 200)",
        "A complaint is acknowledged within a quarter of an hour to 200 hours.",
    )
    _sales_office_complaint_days = models.Constraint(
        "CHECK (sales_office_complaint_minor_days BETWEEN 1 AND 365"
        " AND sales_office_complaint_serious_days BETWEEN 1 AND 365"
        " AND sales_office_complaint_urgent_days BETWEEN 1 AND 365"
        " AND sales_office_complaint_wait_days BETWEEN 1 AND 365"
        " AND sales_office_complaint_check_days BETWEEN 0 AND 365"
        " AND sales_office_complaint_repeat_days BETWEEN 1 AND 3650)",
        "Complaints are answered, and customers waited for, within 1 to 365 days.",
    )
    _sales_office_rating_days = models.Constraint(
        "CHECK (sales_office_rating_days BETWEEN 1 AND 3650 AND sales_office_risk_days BETWEEN 1 AND 365)",
        "Customers are asked at most every day, and risks looked at within 1 to 365 days.",
    )

    # visits, customer files, grades
    sales_office_visit_distance = fields.Boolean(
        string="Compare the Place with the Customer's Address",
        help="Anyone who presses “I Am Here” is asked by their browser where they are. It is compared with the "
        "customer's address and forgotten: what stays is how far away it was, in three bands. Needs the "
        "coordinates of the address.",
    )
    sales_office_visit_counts = fields.Boolean(
        string="Visits Count as Arriving",
        help="Anyone who goes to a customer first has come to work when they press “I Am Here” there, if the visit was "
        "planned ahead and they sign in later that day. Otherwise they come with their sign-in, and may be late.",
    )
    sales_office_visit_report_days = fields.Integer(
        string="Days to Report a Visit",
        default=1,
        help="A visit is reported by the end of this many working days of the employee after it.",
    )
    sales_office_visit_norms = fields.Boolean(
        string="Visits by Grade",
        help="How often customers of each grade are to be visited is asked for: planned, made and left for each "
        "salesperson, and when somebody is to be visited again.",
    )
    sales_office_return_delivery_days = fields.Integer(
        string="Days to Visit after a Delivery",
        help="This many working days after the first delivery since they were met the customer is to be visited again. "
        "0: not asked for.",
    )
    sales_office_return_complaint_days = fields.Integer(
        string="Days to Visit after a Complaint",
        help="This many working days after the first answer to a complaint since they were met the customer is to be "
        "visited again. 0: not asked for.",
    )
    sales_office_file_days = fields.Integer(
        string="Days to Complete a File",
        default=14,
        help="This many days after the first order the customer's file is complete enough.",
    )
    sales_office_file_score = fields.Integer(string="Complete Enough (%)", default=60)
    sales_office_grade_proposals = fields.Boolean(
        string="Propose Grades",
        help="Grades A to D are proposed from the books of twelve months every night; a leader decides.",
    )
    sales_office_grade_days = fields.Integer(
        string="Days a Proposal Stands",
        default=30,
        help="A proposal that nobody decides in this many days expires and is made anew with the figures by then.",
    )

    _sales_office_visit_days = models.Constraint(
        "CHECK (sales_office_visit_report_days BETWEEN 0 AND 30"
        " AND sales_office_return_delivery_days BETWEEN 0 AND 365"
        " AND sales_office_return_complaint_days BETWEEN 0 AND 365)",
        "Visits are reported within 0 to 30 days, and made up to 365 days after a delivery or complaint.",
    )
    _sales_office_file_days = models.Constraint(
        "CHECK (sales_office_file_days BETWEEN 0 AND 365 AND sales_office_file_score BETWEEN 0 AND 100"
        " AND sales_office_grade_days BETWEEN 1 AND 365)",
        "Files are completed within 0 to 365 days and to 0 to 100 %, and grades decided within 1 to 365 days.",
    )

    @api.depends("sales_office_complaint_alias_id.alias_name")
    def _compute_sales_office_complaint_mailbox(self):
        for company in self:
            # sudo: the name of a mailbox is no secret
            company.sales_office_complaint_mailbox = company.sudo().sales_office_complaint_alias_id.alias_name

    def _inverse_sales_office_complaint_mailbox(self):
        aliases = self.env["mail.alias"].sudo()  # sudo: the policy administrator opens one mailbox, no other
        for company in self:
            alias, name = company.sudo().sales_office_complaint_alias_id, company.sales_office_complaint_mailbox
            if not name:
                alias.unlink()
                continue
            name = aliases._sanitize_alias_name(name)
            if alias:
                alias.alias_name = name
                continue
            taken = aliases.search_count(
                [("alias_name", "=", name), ("alias_domain_id", "=", company.alias_domain_id.id)], limit=1
            )
            if taken:
                raise ValidationError(self.env._("There is a mailbox of that name already. Choose another one."))
            company.sudo().sales_office_complaint_alias_id = aliases.create(
                {
                    "alias_name": name,
                    "alias_domain_id": company.alias_domain_id.id,
                    "alias_model_id": self.env["ir.model"]._get_id("sales.office.complaint"),
                    "alias_contact": "everyone",
                    "alias_defaults": repr({"sales_office_company": company.id}),
                }
            )
