from odoo import api, models


class SalesOfficeToday(models.AbstractModel):
    """What waits for the current user now, across rooms.

    A room adds its lines by extending :meth:`_get_lines`; the page knows no room by name.
    """

    _name = "sales.office.today"
    _description = "Sales Office Today"

    @api.model
    @api.readonly
    def get_lines(self):
        """Return the lines of the Today page for the current user, the urgent ones first.

        :return: list of dicts as made by :meth:`_prepare_line`, each with ``room_name``
        """
        rooms = {room.code: room.name for room in self.env.company.sudo().sales_office_room_ids}
        lines = [line for line in self._get_lines() if not line["room"] or line["room"] in rooms]
        for line in lines:
            line["room_name"] = rooms.get(line["room"], "")
        return sorted(lines, key=lambda line: not line["urgent"])

    @api.model
    def _get_lines(self):
        """Return the lines of every room; extended by each room, in the order of the rooms."""
        return []

    @api.model
    def _prepare_line(self, room, key, title, action, *, detail="", count=0, urgent=False, icon="fa-circle-o"):
        """Return one line.

        :param str room: code of the ``sales.office.room`` (empty: always shown)
        :param str key: stable name of the line, unique on the page
        :param str title: translated sentence saying what waits
        :param dict action: action the line opens, see :meth:`_prepare_action`
        :param str detail: second, smaller sentence
        :param int count: how many wait (0: no badge)
        :param bool urgent: shown first and in red
        """
        return {
            "room": room,
            "key": key,
            "title": title,
            "detail": detail,
            "count": count,
            "urgent": urgent,
            "icon": icon,
            "action": action,
        }

    @api.model
    def _prepare_action(self, xmlid, records=None, **values):
        """Return the window action ``xmlid`` for a line.

        With one record it opens that record's form, with several a list of just these.
        """
        action = self.env["ir.actions.actions"]._for_xml_id(xmlid) | values
        if records is not None and len(records) == 1:
            action |= {"res_id": records.id, "view_mode": "form", "views": [(False, "form")]}
        elif records is not None:
            action |= {"domain": [("id", "in", records.ids)], "context": {}}
        return action
