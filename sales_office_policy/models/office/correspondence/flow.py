from odoo import fields, models
from odoo.exceptions import UserError

from ...organization.rpc.argument_types import Record
from ...organization.rpc.rpc import rpc


class SalesOfficeCorrespondence(models.Model):
    """What is done with letters.

    in:  received --handler--> assigned --handle--> handled --file--> a controlled document
    out: draft --submit, proofread--> proofread --review--> reviewed --send--> sent --file--> ...
           ^                              |                     |
           +---- text changed, sent back--+---------------------+

    See ``sales.office.correspondence`` in the file about proofreading for who reads what.
    """

    _inherit = "sales.office.correspondence"

    @rpc
    def action_handle(self):
        """Note that these incoming letters are handled; from then on they stand as they are."""
        self._check_handler()
        self._lock()
        self._check_state("assigned")
        self._finish("handled")

    @rpc
    def action_send(self):
        """Note that these letters have left the house; from then on they stand as they are.

        A parcel needs neither proofreader nor reviewer.

        :raise UserError: not reviewed, or changed since it was
        """
        self._check_handler()
        self._lock()
        parcels = self.filtered(lambda letter: letter.kind == "parcel")
        parcels._check_state("draft", "proofread", "reviewed")
        (self - parcels)._check_state("reviewed")
        (self - parcels)._check_unchanged()
        for letter in self:
            if letter.direction != "out":
                raise UserError(self.env._("%(letter)s came in: there is nothing to send.", letter=letter.number))
        self._finish("sent")

    @rpc
    def action_void(self, reason: str):
        """Take entries made by mistake out of use; number and reason stay in the register.

        :param str reason: kept with the entry
        :raise UserError: sent or handled already
        """
        self._check_handler()
        reason = self._check_reason(reason)
        self._lock()
        self._check_state("draft", "proofread", "reviewed", "received", "assigned")
        letters = self.sudo()  # sudo: written by these methods only
        letters.write({"state": "void", "void_reason": reason})
        letters._end_asking()

    @rpc
    def action_file(self, category: Record("sales.office.document.category") = None):
        """File letters that are sent or handled: each becomes a controlled document of the clerk's (R032).

        :param category: ``sales.office.document.category`` record; correspondence when not given
        :return: the action that opens the document, or the documents
        :raise AccessError: the user does not keep the office's documents
        :raise UserError: not finished, or filed already
        """
        self._check_handler()
        self._lock()
        self._check_state("sent", "handled")
        category = category or self.env.ref("sales_office_policy.document_category_correspondence")
        for letter in self:
            if letter.document_id:
                raise UserError(
                    self.env._(
                        "%(letter)s is filed already as %(document)s.",
                        letter=letter.number,
                        document=letter.sudo().document_id.reference,  # sudo: the number is no secret, the title is
                    )
                )
            # as the user: the register of documents checks whether he keeps it
            document = self.env["sales.office.document"].create(letter._prepare_document_vals(category))
            letter.sudo().document_id = document  # sudo: written by this method only
        action = self.env["ir.actions.actions"]._for_xml_id("sales_office_policy.sales_office_document_action")
        documents = self.document_id
        if len(documents) == 1:
            return action | {"res_id": documents.id, "view_mode": "form", "views": [(False, "form")]}
        return action | {"domain": [("id", "in", documents.ids)], "context": {}}

    @rpc(one=True)
    def action_open_document(self):
        """Open the document the letter was filed as."""
        action = self.env["ir.actions.actions"]._for_xml_id("sales_office_policy.sales_office_document_action")
        return action | {"res_id": self.document_id.id, "view_mode": "form", "views": [(False, "form")]}

    def _prepare_document_vals(self, category):
        self.ensure_one()
        return {
            "name": self.display_name,
            "category_id": category.id,
            "department_id": self.department_id.id,
            "partner_id": self.partner_id.id,
            **({"confidentiality": "secret"} if self.confidential else {}),
        }

    def _finish(self, state):
        letters = self.sudo()  # sudo: state, time and user are written by these methods only
        letters.write({"state": state, "finished_at": fields.Datetime.now(), "finished_by_id": self.env.uid})
        letters._end_asking()
