"""Calls over JSON-RPC, to the end of the request, with the words of what is refused."""

from urllib.parse import urljoin

from odoo.tests import HttpCase


class RpcRefused(Exception):
    """What the server refused: the name of its exception, and what it says."""


class JsonRpcCase(HttpCase):
    def call(self, employee, model, method, *args, **kwargs):
        """Call a method as the employee's user, in their company; raise ``RpcRefused`` with the server's words."""
        login = employee.user_id.login
        if getattr(getattr(self, "session", None), "login", None) != login:
            self.authenticate(login, login)
        context = {"allowed_company_ids": employee.company_id.ids, "lang": "en_US", **kwargs.pop("context", {})}
        params = {"model": model, "method": method, "args": list(args), "kwargs": {**kwargs, "context": context}}
        return self.request(f"/web/dataset/call_kw/{model}/{method}", params)

    def request(self, route, params):
        """Return the answer of a JSON route."""
        payload = {"id": 0, "jsonrpc": "2.0", "method": "call", "params": params}
        response = self.opener.post(urljoin(self.base_url(), route), json=payload, timeout=120)
        response.raise_for_status()
        answer = response.json()
        if "error" in answer:
            data = answer["error"]["data"]
            raise RpcRefused(f"{data['name']}: {data['message']}")
        return answer.get("result")
