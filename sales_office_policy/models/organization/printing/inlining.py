"""A printed page that needs no network: its styles, fonts and images are in it.

wkhtmltopdf fetches them from the server's own address, which the server itself often cannot reach.
"""

import base64
import re
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import lxml.html

from odoo.exceptions import AccessError, MissingError
from odoo.http import root
from odoo.tools.mimetypes import guess_mimetype

FONT_FACE = re.compile(r"@font-face\s*{([^}]*)}")
FONT_FAMILY = re.compile(r"""font-family:\s*["']?([^;"']+)""")
FONT_SOURCE = re.compile(r"""src:[^;]*?url\(["']?([^"')]+\.(?:woff|ttf))["')][^;]*;""")
PRINTED_WEIGHT = re.compile(r"font-weight:\s*(?:400|700|normal|bold)\b")
ICON_FONTS = {"FontAwesome", "odoo_ui_icons"}
NAMED_FONT = re.compile(r"""(font-family:\s*["']?[A-Z][^;{}!]*)(?=[;}!])""")
#: fonts of the system in the place of those of the style: a plain one, and for Chinese its Chinese forms
SYSTEM_FONTS = '"Liberation Sans", Arial, "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Zen Hei", sans-serif'
STYLE_URL = re.compile(r"""url\(\s*(["']?)(?!data:)([^"')]+)\1\s*\)""")
ASSET = re.compile(r"/web/assets/[^/]+/([^/]+\.css)")
RECORD = re.compile(
    r"/web/(?:image|content)/(?:(?P<model>[a-z][\w.]*)/)?(?P<id>\d+)(?:-\w+)?(?:/(?P<field>\w+))?(?:/|$)"
)


class Inliner:
    """Puts into pages what they take from the server at ``base_url``, as far as the user of ``env`` may see it.

    :param patched: for a wkhtmltopdf with patched Qt. Qt as distributions have it makes drawings of a text in an
        embedded font, which nobody can search or copy; such text is printed in a font of the system instead.
    """

    def __init__(self, env, base_url, patched):
        self.env = env
        self.patched = patched
        self.host = urlsplit(base_url).netloc
        self.known = {}

    def inline(self, html):
        """Return the document (str) with everything inside. What cannot be found is left out, as a browser would."""
        page = lxml.html.document_fromstring(html)
        for link in page.xpath("//link[@rel='stylesheet']"):
            style = lxml.html.Element("style")
            style.text = self._stylesheet(link.get("href"))
            link.getparent().replace(link, style)
        for image in page.xpath("//img[@src]"):
            image.set("src", self._resource(image.get("src")))
        for node in page.xpath("//*[contains(@style, 'url(')]"):
            node.set("style", self._style(node.get("style")))
        if not self.patched:
            page.body.classes.add("o_sales_office_unpatched")
        return lxml.html.tostring(page, encoding="unicode", doctype="<!DOCTYPE html>")

    def _stylesheet(self, url):
        """Return the text of a bundle of styles, empty for anything else."""
        asset = ASSET.fullmatch(self._local_path(url) or "")
        if asset and url not in self.known:
            name, rtl, _kind, autoprefix = self.env["ir.asset"]._parse_bundle_name(asset[1], False)
            # sudo: styles are public, and made by whoever needs them first
            bundle = self.env["ir.qweb"].sudo()._get_asset_bundle(name, js=False, rtl=rtl, autoprefix=autoprefix)
            self.known[url] = self._style(self._fonts(bundle.css().raw.decode()))
        return self.known.get(url, "")

    def _fonts(self, css):
        """Return the style with the fonts that its rules name, in the weights that are printed, and no others."""
        rules = FONT_FACE.sub("", css)

        def embed(face):
            family, source = FONT_FAMILY.search(face[1]), FONT_SOURCE.search(face[1])
            if not (family and source and PRINTED_WEIGHT.search(face[1])):
                return ""
            if family[1] not in ICON_FONTS and not (self.patched and self._is_named(family[1], rules)):
                return ""
            return "@font-face{%s src: url(%s);}" % (re.sub(r"src:[^;]*;", "", face[1]), self._resource(source[1]))

        css = FONT_FACE.sub(embed, css)
        return css if self.patched else NAMED_FONT.sub(rf"\1, {SYSTEM_FONTS}", css)

    @staticmethod
    def _is_named(family, rules):
        return re.search(rf"font(?:-family)?:[^;}}]*{re.escape(family)}\b", rules)

    def _style(self, text):
        return STYLE_URL.sub(lambda found: f"url({self._resource(found[2])})", text)

    def _local_path(self, url):
        """Return the path of an address of this server, None of another's."""
        parts = urlsplit(url or "")
        return parts.path if parts.scheme in ("", "http", "https") and parts.netloc in ("", self.host) else None

    def _resource(self, url):
        """Return the content of an address of this server as a ``data:`` address, another's as it is."""
        path = self._local_path(url)
        if path and url not in self.known:
            kind, content = self._read_static(path) or self._read_record(path, url) or ("image/png", b"")
            self.known[url] = f"data:{kind};base64,{base64.b64encode(content).decode()}"
        return self.known.get(url, url)

    def _read_static(self, path):
        file = root.get_static_file(path)
        return file and (guess_type(file)[0] or "application/octet-stream", Path(file).read_bytes())

    def _read_record(self, path, url):
        """Return the kind and content of a file in the database, None when the user may not see it."""
        found = RECORD.match(path)
        if not found:
            return None
        model = found["model"] or "ir.attachment"
        field = (found["model"] and found["field"]) or "datas"
        token = parse_qs(urlsplit(url).query).get("access_token", [None])[0]
        try:
            record = self.env["ir.binary"]._find_record(None, model, int(found["id"]), token, field)
            content = record._fields[field].type == "binary" and record.read([field])[0][field]
        except (AccessError, MissingError, KeyError):
            return None
        content = base64.b64decode(content or b"")
        return guess_mimetype(content), content
