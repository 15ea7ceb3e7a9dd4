"""Pages as answers: the frame around each of them, and the headers that keep scripts and other sites out."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse

from data.tenancy.api_keys import SCOPES
from data.wording.texts import LANGUAGES, Labels, Text, render
from service.runtime.installation import Installation
from service.web.signed_in import who_is_signed_in
from service.web.standing import waiting_for
from service.web.viewers import Viewer

# Forms need to be told from those of other sites: “no-referrer” would hide where they come from.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; "
                               "connect-src 'self'; form-action 'self'; "
                               "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
                               "trusted-types 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
}
# The one part that pages of elsewhere may show in a frame, if the settings name them.
EMBEDDED = "/embed/"
OWN_NAMES = {"fi": "Suomi", "sv": "Svenska", "en": "English"}


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The same page in another language."""

    code: str
    name: str
    address: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a page.

    Attributes:
        base: the address of the pages for the eyes that look.
        root: the address of the language.
        origin: what addresses begin with that are read elsewhere.
        actor: id of the actor that looks; empty if none does.
        actor_name: its name.
        waiting: how many requests to be introduced wait for its answer.
        is_network: whether the whole network is looked at.
        is_in_confidence: whether who looks is told what the actor keeps from others.
        may_act: whether who looks may act in its name.
        changes_eyes: whether who looks may look through other eyes, too.
        signed_in: who is signed in, in words; empty if nobody is.
        can_sign_in: whether nobody is signed in who could be.
        scopes: what who looks may do; all without keys.
        place: the part of the address after the base, which says which part of the navigation is open.
        languages: the same page in each language.
        is_embedded: whether it is shown in a frame, without what stands around other pages.
    """

    base: str
    root: str
    origin: str
    actor: str
    actor_name: str
    waiting: int
    is_network: bool
    is_in_confidence: bool
    may_act: bool
    changes_eyes: bool
    signed_in: str
    can_sign_in: bool
    scopes: frozenset[str]
    place: str
    languages: tuple[LanguageLink, ...]
    is_embedded: bool


def page(request: Request, template: str, viewer: Viewer | None = None, status: int = 200,
         **values: object) -> HTMLResponse:
    """Return a page.

    Args:
        request: what is answered.
        template: its name in the folder of templates.
        viewer: who looks; None where that is not known, as in answers to errors.
        status: HTTP status.
        values: what the template is given, besides its frame.
    """
    language: str = request.app.state.language
    content = request.app.state.environment.get_template(template).render(
        frame=_frame(request, viewer, language), **values)
    return HTMLResponse(content, status, {**HEADERS, **_framing(request), "Content-Language": language})


def back_to(address: str) -> RedirectResponse:
    """Return the answer to a form that was done: go on to a page of the service.

    Args:
        address: a path that the service made.
    """
    return RedirectResponse(address, 303, HEADERS)


def in_words(message: Text | Labels | str, request: Request) -> str:
    """Return a message in the language of the page."""
    return render(message, request.app.state.language)


def _frame(request: Request, viewer: Viewer | None, language: str) -> Frame:
    root = f"/{language}"
    path = request.url.path.removeprefix(root)
    query = f"?{request.url.query}" if request.url.query else ""
    # A form that was refused has no page of its own in the other languages.
    rest = quote(path) + query if request.method in {"GET", "HEAD"} else "/"
    links = tuple(LanguageLink(code, OWN_NAMES[code], f"/{code}{rest}", code == language) for code in LANGUAGES)
    base = viewer.base if viewer else root
    actor = viewer.actor if viewer else None
    who = who_is_signed_in(request)
    installation: Installation | None = getattr(request.app.state, "installation", None)
    return Frame(
        base=base, root=root, origin=_origin(request, installation), actor=actor.id if actor else "",
        actor_name=render(actor.label, language) if actor else "",
        waiting=waiting_for(viewer) if viewer else 0,
        is_network=base == f"{root}/network", is_in_confidence=viewer is not None and viewer.is_in_confidence,
        may_act=viewer is not None and viewer.may_act, changes_eyes=who is None or not who.key.actor,
        signed_in=render(who.words, language) if who else "",
        can_sign_in=installation is not None and installation.had_keys and who is None,
        scopes=who.key.scopes if who else frozenset(SCOPES),
        place=quote(request.url.path, safe="/%").removeprefix(base), languages=links, is_embedded=_is_embedded(request))


def _origin(request: Request, installation: Installation | None) -> str:
    told = installation.settings.public_address if installation else ""
    return told or f"{request.url.scheme}://{request.url.netloc}"


def _is_embedded(request: Request) -> bool:
    return request.url.path.removeprefix(f"/{request.app.state.language}").startswith(EMBEDDED)


def _framing(request: Request) -> dict[str, str]:
    """Return the policy of a part that may be shown in frames; nothing where that of all pages holds."""
    installation: Installation | None = getattr(request.app.state, "installation", None)
    origins = installation.settings.framing_origins if installation and _is_embedded(request) else ()
    policy = HEADERS["Content-Security-Policy"]
    return {"Content-Security-Policy": policy.replace(
        "frame-ancestors 'none'", f"frame-ancestors {' '.join(origins)}")} if origins else {}
