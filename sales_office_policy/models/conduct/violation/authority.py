from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain


class SalesOfficeViolation(models.Model):
    """Who may do what with a case, and when.

    The flags show the buttons. The checks guard the actions, which anybody can call over RPC,
    and say what is missing.
    """

    _inherit = "sales.office.violation"

    can_report = fields.Boolean(compute="_compute_can")
    can_answer = fields.Boolean(string="Can Answer the Case", compute="_compute_can")
    can_decide = fields.Boolean(compute="_compute_can", search="_search_can_decide")
    can_dismiss = fields.Boolean(compute="_compute_can")
    can_accept = fields.Boolean(compute="_compute_can")
    can_appeal = fields.Boolean(compute="_compute_can", search="_search_can_appeal")
    can_close = fields.Boolean(compute="_compute_can", search="_search_can_close")
    is_for_judge = fields.Boolean(
        string="Of a Director, for Me",
        compute="_compute_is_for_judge",
        search="_search_is_for_judge",
        help="Concerns a director, and the company named the current user to decide it or to hear the appeal.",
    )

    @api.depends(
        "state",
        "user_id",
        "department_id",
        "reporter_id",
        "answered_at",
        "answer_deadline",
        "appealed_at",
        "appeal_deadline",
    )
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can(self):
        user = self.env.user
        led = self._has_authority()
        judged = self.filtered_domain(self._get_judge_domain())
        decidable = judged.filtered_domain(self._get_ripe_domain())
        appealable = self.filtered_domain(self._get_appealable_domain())
        closable = self.filtered_domain(self._get_closable_domain())
        for case in self:
            reportable = case.reporter_id == user or (not case.reporter_id and case in led)
            case.can_report = case.state == "suspected" and reportable
            case.can_answer = case.state == "reported" and case.is_own and not case.answered_at
            case.can_decide = case in decidable
            case.can_dismiss = case.state in ("suspected", "reported", "appealed") and case in judged
            case.can_accept = case.state == "decided" and case.is_own
            case.can_appeal = case in appealable
            case.can_close = case in closable

    @api.depends("state", "user_id", "reporter_id", "company_id", "decided_by_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_is_for_judge(self):
        judged = self.filtered("id").filtered_domain(self._get_named_domain())
        for case in self:
            case.is_for_judge = case in judged

    def _search_is_for_judge(self, operator, value):
        return self._get_named_domain() if operator == "in" else NotImplemented

    @api.model
    def _get_named_domain(self):
        """Return the cases that a company named the current user for: those of directors, so that each can end.

        Of a director, told or reported by one, or of an incident that one is a party to; the judges' own go to the
        other. The one named first decides, the other hears appeals, and decides where the first has a part in it.
        Whoever decided goes on seeing what they decided. Nobody decides about themselves or somebody above them.
        """
        uid, domain = self.env.uid, Domain.FALSE
        for company in self._get_naming_companies():
            first, second = company.sales_office_judge_id, company.sales_office_appeal_judge_id
            concerned = self._get_concerning_domain(company._get_sales_office_directors() | first | second)
            if first.id != uid:
                heard = Domain("state", "in", ("appealed", "closed", "annulled")) | Domain(
                    "appeal_decided_by_id", "=", uid
                )
                decided = Domain("decided_by_id", "=", uid) | Domain("confirmed_by_id", "=", uid)
                concerned &= heard | decided | self._get_concerning_domain(first)
            domain |= Domain("company_id", "=", company.id) & concerned
        superiors = self.env.user._get_sales_office_scope().superior_ids
        others = Domain("user_id", "!=", uid) | Domain("user_id", "=", False)
        return domain & others & Domain("employee_id", "not in", superiors)

    @api.model
    def _get_naming_companies(self):
        """Return the companies (sudo) that named the current user."""
        Company = self.env["res.company"].sudo()  # sudo: who is named is no secret
        if not self.env.user.has_group("sales_office_policy.group_director_judge"):
            return Company
        uid = self.env.uid
        return Company.search(["|", ("sales_office_judge_id", "=", uid), ("sales_office_appeal_judge_id", "=", uid)])

    @api.model
    def _get_last_instance_domain(self):
        """Return the appeals that nobody else is left for: the other of the two decided. Who reported or told of such a
        case hears it all the same, or it would never end.
        """
        others = self._get_naming_companies()._get_sales_office_judges() - self.env.user
        decided = Domain("state", "=", "appealed") & Domain("decided_by_id", "in", others.ids)
        return decided & self._get_named_domain()

    @api.model
    def _get_concerning_domain(self, users):
        """Return the cases that one of ``users`` has a part in: their own, one they told of, their incident."""
        # sudo: the informant is closed, and so are incidents; only the answer to the question leaves
        told = self.sudo()._search([("informant_id", "in", users.ids)])
        shared = self.sudo().search_fetch([("user_id", "in", users.ids), ("incident", "!=", False)], ["incident"])
        return (
            Domain("user_id", "in", users.ids)
            | Domain("reporter_id", "in", users.ids)
            | Domain("id", "in", told)
            | Domain("incident", "in", shared.mapped("incident"))
        )

    def _search_can_decide(self, operator, value):
        return self._get_decidable_domain() if operator == "in" else NotImplemented

    def _search_can_appeal(self, operator, value):
        return self._get_appealable_domain() if operator == "in" else NotImplemented

    def _search_can_close(self, operator, value):
        return self._get_closable_domain() if operator == "in" else NotImplemented

    @api.model
    def _get_authority_domain(self):
        """Return who decides: managers and directors about whom they stand above, and whom the company named."""
        led = super()._get_authority_domain() & self._get_post_domain("manager") & ~self._get_directors_judge_domain()
        return led | self._get_named_domain()

    def _has_authority(self):
        led = super()._has_authority()
        return led - led.filtered_domain(self._get_directors_judge_domain()) | self.filtered("is_for_judge")

    @api.model
    def _get_directors_judge_domain(self):
        """Return the cases that being a director is not enough for: of those who decide about directors.

        Whose manager they are, they lead all the same.
        """
        domain = Domain.FALSE
        for company in self.env.companies.sudo():  # sudo: who is named is no secret
            if judges := company._get_sales_office_judges():
                domain |= Domain("company_id", "=", company.id) & Domain("user_id", "in", judges.ids)
        return domain & Domain("in_office_scope", "=", False)

    def _stands_above(self, user):
        """Return whether the employee is ``user`` themselves or stands above them."""
        self.ensure_one()
        scope = user.with_context(allowed_company_ids=self.company_id.ids)._get_sales_office_scope()
        return self.user_id == user or self.employee_id.id in scope.superior_ids

    @api.model
    def _get_stuck(self, company):
        """Return the cases (sudo) that wait for a decision which nobody may take any more, of a company.

        Where there is a director, or somebody is named, only a case that one of them has a part in can lack somebody.
        """
        domain = Domain("company_id", "=", company.id) & self._get_ripe_domain()
        named = company._get_sales_office_judges()
        top = company._get_sales_office_directors() | named
        concerned = self._get_concerning_domain(top) if top else Domain.TRUE
        stuck = self.sudo().with_context(allowed_company_ids=company.ids).search(domain & concerned)
        managers = self.env.ref("sales_office_policy.group_manager").sudo().all_user_ids  # sudo: compared only
        for user in (named | managers).filtered(lambda user: user.active and company in user.company_ids):
            if not stuck:
                break
            own = stuck.with_user(user).sudo()  # sudo: asked for them, who need not be able to read it
            stuck -= own.filtered_domain(own._get_judge_domain())
        return stuck

    def _get_deciders(self):
        """Return ``{case: users}`` (sudo): who decided each, and while that is open the nearest who may.

        Asked of each manager above an employee once, whatever the number of cases.
        """
        waiting = self.filtered(lambda case: case.state in ("reported", "appealed"))
        line, judged = {}, {}
        for company, cases in waiting.grouped("company_id").items():
            top = company._get_sales_office_judges() | company._get_sales_office_directors()
            line |= {case: case._get_users_above() | top for case in cases}
            users = top.union(*(line[case] for case in cases)).filtered("active")
            for user in users.filtered(lambda user, company=company: company in user.company_ids):
                own = cases.with_context(allowed_company_ids=company.ids).with_user(user)
                own = own.sudo()  # sudo: as in _get_stuck
                judged[company, user] = set(own.filtered_domain(own._get_judge_domain()).ids)
        deciders = {}
        for case in self:
            able = (user for user in line.get(case, ()) if case.id in judged.get((case.company_id, user), ()))
            decided = case.decided_by_id | case.confirmed_by_id | case.first_decided_by_id
            deciders[case] = decided | next(able, self.env["res.users"])
        return deciders

    def _get_users_above(self):
        """Return the users (sudo) of the managers above the employee, the nearest first."""
        return self.env["res.users"].union(*(manager.user_id for manager in self._get_managers_above()))

    @api.model
    def _get_judge_domain(self):
        """Return the cases the current user may judge: not what they reported, no appeal against themselves (R046)."""
        hearable = Domain("state", "!=", "appealed") | self._get_hearing_domain()
        others = Domain("reporter_id", "!=", self.env.uid) | self._get_last_instance_domain()
        return self._get_authority_domain() & others & hearable & self._get_uninvolved_domain()

    @api.model
    def _get_decidable_domain(self):
        """Return what the current user could decide now."""
        return self._get_judge_domain() & self._get_ripe_domain()

    @api.model
    def _get_ripe_domain(self):
        """Return what can be decided now, by whomever: answered, out of time to answer, or appealed."""
        heard = Domain("answered_at", "!=", False) | Domain("answer_deadline", "<", fields.Datetime.now())
        reported = Domain("state", "=", "reported") & heard
        return reported | Domain("state", "=", "appealed")

    @api.model
    def _get_appeal_open_domain(self):
        """Return the decided cases whose employee may still appeal: once, and in time."""
        return (
            Domain("state", "=", "decided")
            & Domain("appealed_at", "=", False)
            & Domain("appeal_deadline", ">=", fields.Datetime.now())
        )

    @api.model
    def _get_appealable_domain(self):
        """Return what the current user could appeal against now."""
        return self._get_appeal_open_domain() & Domain("user_id", "=", self.env.uid)

    @api.model
    def _get_closable_domain(self):
        """Return what the current user could close now, as somebody with authority."""
        return self._get_authority_domain() & Domain("state", "=", "decided") & ~self._get_appeal_open_domain()

    def _check_reporter(self):
        """Only whoever wrote a draft hands it in; one that a check made, somebody with authority."""
        if self.env.su:
            return
        unsigned = self.filtered(lambda case: not case.reporter_id)
        unsigned._check_authority()
        if (self - unsigned).reporter_id - self.env.user:
            raise AccessError(self.env._("Only whoever wrote this case can report it."))

    def _check_post(self):
        """Refuse whoever does not lead the employee, or leads without being a manager."""
        self._check_authority()
        led = self.filtered(lambda case: not case.is_for_judge)
        if not self.env.su and led and not led._is_post_held("manager"):
            raise AccessError(self.env._("Cases are decided by a manager or the director."))

    def _check_judge(self):
        """Refuse whoever may not judge these cases, see :meth:`_get_judge_domain`."""
        self._check_post()
        if self.env.su:
            return
        if self.env.user in (self - self.filtered_domain(self._get_last_instance_domain())).reporter_id:
            raise AccessError(self.env._("You reported this case, so somebody else has to decide it."))
        self._check_hearing()
        if self.filtered_domain(self._get_uninvolved_domain()) != self:
            raise AccessError(
                self.env._("You told of this incident or had a part in it, so somebody else has to decide it.")
            )

    def _check_heard(self):
        """Refuse to decide about somebody who has not answered and still may."""
        now = fields.Datetime.now()
        if any(case.state == "reported" and not case.answered_at and case.answer_deadline >= now for case in self):
            raise UserError(
                self.env._(
                    "The employee has not answered yet. Decide once they have, or when their time to answer is over."
                )
            )

    def _check_decision(self, sanction, fine_amount, points, reason):
        """Refuse an impossible sanction, and one that needs reasons and has none."""
        self.ensure_one()
        if fine_amount < 0 or points < 0 or (sanction == "fine" and self.currency_id.is_zero(fine_amount)):
            raise UserError(self.env._("Give the amount of the fine, and no negative numbers."))
        company = self.company_id
        if (fine_amount or sanction == "fine") and not company.sales_office_fines_enabled:
            raise UserError(self.env._("%(company)s does not fine. Choose another sanction.", company=company.name))
        self._check_takes_fine(sanction, fine_amount)
        if self.state == "appealed":
            self._check_reason(reason, self.env._("Give your reasons for the decision on the appeal."))
            self._check_not_worse(sanction, fine_amount, points)
        elif (sanction, points) != (self.proposed_sanction, self.proposed_points) or self.currency_id.compare_amounts(
            fine_amount, self.proposed_fine_amount
        ):
            self._check_reason(reason, self.env._("This is not what the ladder proposes. Give your reasons."))

    def _check_takes_fine(self, sanction, fine_amount):
        """Refuse money under another name: with a sanction without a fine in the ladder, unless that stands already."""
        standing = (
            self.state == "appealed"
            and sanction == self.sanction
            and self.currency_id.compare_amounts(fine_amount, self.fine_amount) <= 0
        )
        if self.currency_id.is_zero(fine_amount) or standing or self.type_id._takes_fine(sanction):
            return
        raise UserError(
            self.env._(
                "The ladder of “%(type)s” has no fine beside “%(sanction)s”: leave the fine at 0, or choose “Fine”.",
                type=self.type_id.name,
                sanction=dict(self._fields["sanction"]._description_selection(self.env))[sanction],
            )
        )
