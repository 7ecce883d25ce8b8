"""Every model of the module must say who may see it, every public method what it takes; a new one fails here."""

import re
from pathlib import Path

from odoo.modules import get_module_path

from odoo.addons.sales_office_policy.models.organization.hierarchy.res_users import POSTS

from ..common import SalesOfficeCommon
from .catalogue import MODULE, PUBLIC_MODELS, is_person_bound, module_models, public_methods

OWN = "('user_id', '=', user.id)"
SCOPE = "[('in_office_scope', '=', True)]"
DIRECTOR = "[('company_id', 'in', user._get_sales_office_companies('director')), ('user_id', '!=', user.id)]"
COMPANY = "[('company_id', 'in', company_ids)]"


#: files beside those of the Today page that ask for the group of a post, and why that decides nothing
ASK_GROUPS = {"correspondence.py": "who registers a letter: a default"}


class TestAccessStructure(SalesOfficeCommon):
    def _rules(self, model):
        return self.env["ir.rule"].search([("model_id.model", "=", model._name)])

    def test_every_model_has_access_rights(self):
        """R135: no model of the module is without access rights."""
        models = module_models(self.env, transient=True)
        self.assertTrue(models)
        with_access = set(self.env["ir.model.access"].search([]).mapped("model_id.model"))
        self.assertFalse({model._name for model in models} - with_access)

    def test_no_access_right_is_for_everybody(self):
        """R056: an access right of the module always names a group, never portal or public users."""
        names = {model._name for model in module_models(self.env, transient=True)}
        accesses = self.env["ir.model.access"].search([("model_id.model", "in", list(names))])
        self.assertFalse(accesses.filtered(lambda access: not access.group_id))
        outside = self.env.ref("base.group_portal") | self.env.ref("base.group_public")
        self.assertFalse(accesses.filtered(lambda access: access.group_id in outside))

    def test_person_bound_models_have_the_four_rules(self):
        """R135: own records, departments led, whole company for the director, and the company rule."""
        checked = 0
        for model in module_models(self.env):
            if not is_person_bound(model):
                continue
            with self.subTest(model=model._name):
                checked += 1
                rules = self._rules(model)
                by_group = {
                    group: rules.filtered(lambda r, g=group: self.env.ref(f"sales_office_policy.{g}") in r.groups)
                    for group in ("group_member", "group_team_leader", "group_director")
                }
                self.assertTrue(any(OWN in (r.domain_force or "") for r in by_group["group_member"]), "own")
                self.assertIn(SCOPE, by_group["group_team_leader"].mapped("domain_force"), "departments led")
                self.assertIn(DIRECTOR, by_group["group_director"].mapped("domain_force"), "director")
                general = rules.filtered(lambda r: not r.groups)
                self.assertIn(COMPANY, general.mapped("domain_force"), "company")
        self.assertTrue(checked)

    def test_other_models_are_ruled_or_public_by_intent(self):
        """R135: a model without record rules is listed as public on purpose, with the reason."""
        for model in module_models(self.env):
            with self.subTest(model=model._name):
                if not self._rules(model):
                    self.assertIn(model._name, PUBLIC_MODELS)

    def test_models_with_a_company_keep_to_it(self):
        """R135: whatever belongs to a company is invisible from another company."""
        for model in module_models(self.env):
            if "company_id" not in model._fields or not model._fields["company_id"].store:
                continue
            with self.subTest(model=model._name):
                general = self._rules(model).filtered(lambda r: not r.groups)
                self.assertTrue(any("company_ids" in (rule.domain_force or "") for rule in general))

    def test_rules_ask_posts_of_the_company(self):
        """R135: a rule of a post says in which company; a leader's follows from the department that they lead."""
        posts = self.env["res.groups"].union(
            *(self.env.ref(f"sales_office_policy.group_{post}") for post in POSTS if post != "representative")
        )
        leader = self.env.ref("sales_office_policy.group_team_leader")
        names = self.env["ir.model.data"].search([("module", "=", MODULE), ("model", "=", "ir.rule")])
        for rule in self.env["ir.rule"].browse(names.mapped("res_id")):
            with self.subTest(rule=rule.name):
                if rule.groups & posts - leader:
                    self.assertIn("_get_sales_office_companies(", rule.domain_force)
                elif rule.groups & leader:
                    self.assertRegex(
                        rule.domain_force, "_get_sales_office_companies|in_office_scope|can_name|in_same_office"
                    )

    def test_posts_are_asked_of_a_company(self):
        """R135: what is decided about a record never asks for the group of a post, which knows no company."""
        asks = re.compile(rf"has_groups?\(\s*f?[\"'][^)]*sales_office_policy\.group_({'|'.join((*POSTS, '{{'))})\b")
        files = [
            path
            for folder in ("models", "wizard", "controllers", "report")
            for path in (Path(get_module_path(MODULE)) / folder).rglob("*.py")
            if "today" not in path.name and path.name not in ASK_GROUPS
        ]
        self.assertGreater(len(files), 200)
        self.assertFalse([path.name for path in files if asks.search(path.read_text())])

    def test_every_public_method_says_what_it_takes(self):
        """R135: a public method of ours is decorated with ``rpc``, an override of Odoo's with ``core_door``."""
        methods = [method for model in self.env.values() for method in public_methods(type(model))]
        wrong = {
            (base.__module__, name, kind)
            for base, name, method, kind in methods
            if getattr(method, "_sales_office_door", None) != kind
        }
        self.assertFalse(wrong)
        self.assertGreater(len(methods), 400)
