"""A visitor of web pages without a browser: follows redirects, keeps cookies, fills in forms.

``pss-fhir demo --once`` walks through the app with it, as a person without JavaScript would.
"""

from __future__ import annotations

import http.client
import http.cookiejar
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin

from pss_fhir.errors import RemoteError, Unreachable
from pss_fhir.wire import shown_url


@dataclass
class Form:
    """A form as it stands on a page: where it goes, and what its fields hold.

    ``fields`` has the values that a browser would send if nobody touched the form; a box that is
    not ticked is not in it. ``choices`` has every value that a box or a list offers.
    """

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Page:
    """A page that was opened."""

    url: str
    status: int
    text: str
    forms: tuple[Form, ...]
    links: tuple[tuple[str, str], ...]
    heading: str

    def form_with(self, field_name: str) -> Form:
        """The first form that has a field or a button of that name.

        Raises:
            RemoteError: no form on the page has one.
        """
        for form in self.forms:
            names = {name for name, _ in (*form.fields, *form.buttons)} | set(form.choices)
            if field_name in names:
                return form
        raise RemoteError(
            f"the page {self.heading!r} has no form with a field {field_name!r}.",
            code="demo.page-unexpected",
            where=shown_url(self.url),
        )


class _Reader(HTMLParser):
    """Collects forms, links, the first heading and the text of a page."""

    def __init__(self, url: str) -> None:
        super().__init__(convert_charrefs=True)
        self.url = url
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []
        self.heading = ""
        self.text: list[str] = []
        self._form: Form | None = None
        self._select = ""
        self._textarea: str | None = None
        self._typed = ""
        self._in_heading = False
        self._link: str | None = None
        self._link_text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        if tag == "form":
            target = urljoin(self.url, held.get("action", ""))
            self._form = Form(action=target, method=held.get("method", "get").upper())
            self.forms.append(self._form)
        elif tag == "h1" and not self.heading:
            self._in_heading = True
        elif tag == "a" and "href" in held:
            self._link, self._link_text = urljoin(self.url, held["href"]), ""
        elif self._form is not None:
            self._take_field(tag, held, {name for name, _ in attrs})

    def _take_field(self, tag: str, held: dict[str, str], names: set[str]) -> None:
        form, name = self._form, held.get("name", "")
        if form is None or "disabled" in names:
            return
        if tag == "textarea":
            self._textarea, self._typed = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            form.choices.setdefault(self._select, []).append(held.get("value", ""))
            if "selected" in names:
                form.fields.append((self._select, held.get("value", "")))
        elif tag == "button" and name:
            form.buttons.append((name, held.get("value", "")))
        elif tag == "input" and name:
            kind = held.get("type", "text")
            if kind in ("checkbox", "radio"):
                form.choices.setdefault(name, []).append(held.get("value", "on"))
                if "checked" in names:
                    form.fields.append((name, held.get("value", "on")))
            elif kind == "submit":
                form.buttons.append((name, held.get("value", "")))
            else:
                form.fields.append((name, held.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "h1":
            self._in_heading = False
        elif tag == "select":
            self._select = ""
        elif tag == "a" and self._link is not None:
            self.links.append((" ".join(self._link_text.split()), self._link))
            self._link = None
        elif tag == "textarea" and self._textarea and self._form is not None:
            self._form.fields.append((self._textarea, self._typed.removeprefix("\n")))
            self._textarea = None

    def handle_data(self, data: str) -> None:
        if self._textarea is not None:
            self._typed += data
            return
        if self._in_heading:
            self.heading += data
        if self._link is not None:
            self._link_text += data
        self.text.append(data)


class Visitor:
    """One visit: a cookie jar of its own, pages opened one after the other."""

    def __init__(self, *, timeout_seconds: float = 30.0) -> None:
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), cookies)
        self._timeout = timeout_seconds

    def open(self, url: str) -> Page:
        """The page at an address, redirects followed; a refusal is a page too.

        Raises:
            Unreachable: nothing answers there.
        """
        return self._fetch(urllib.request.Request(url))  # noqa: S310 - addresses come from pages of the demo

    def submit(
        self, form: Form, values: dict[str, str | list[str]], button: tuple[str, str] | None = None
    ) -> Page:
        """The page that follows when a form is sent with some fields changed.

        A list stands for several ticked boxes of one name.
        """
        fields = [(name, value) for name, value in form.fields if name not in values]
        for name, value in values.items():
            fields += [(name, one) for one in ([value] if isinstance(value, str) else value)]
        if button:
            fields.append(button)
        data = urlencode(fields)
        if form.method == "GET":
            return self.open(f"{form.action}?{data}")
        return self._fetch(urllib.request.Request(form.action, data=data.encode(), method="POST"))  # noqa: S310 - as above

    def _fetch(self, request: urllib.request.Request) -> Page:
        try:
            with self._opener.open(request, timeout=self._timeout) as answer:
                return _page(answer.url, answer.status, answer.read())
        except urllib.error.HTTPError as refused:
            with refused:
                return _page(refused.url, refused.code, refused.read())
        except (OSError, http.client.HTTPException) as failed:
            raise Unreachable(
                "nothing answered. Is the demo still running?", where=shown_url(request.full_url)
            ) from failed


def _page(url: str, status: int, body: bytes) -> Page:
    reader = _Reader(url)
    reader.feed(body.decode("utf-8", errors="replace"))
    return Page(
        url=url,
        status=status,
        text=" ".join(" ".join(reader.text).split()),
        forms=tuple(reader.forms),
        links=tuple(reader.links),
        heading=" ".join(reader.heading.split()),
    )
