"""Feeds of what saved queries answer: `/feeds/NAME.atom` and `/feeds/NAME.json`, with the query's own parameters."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from urllib.parse import urlencode

from flask import Response, request, url_for

from kg import __version__
from kg.errors import UsageError
from kg.exports.feeds import ATOM, JSON_FEED, MOST, Feed, entries, to_atom, to_json_feed
from kg.queries import SavedQuery, Wanted, fill, rows
from kg.web.answering.answers import problem
from kg.web.answering.caching import tag
from kg.web.context import Context
from kg.web.pages.rendering import language
from kg.web.words import LANGUAGES
from kg.workers import Question, published

_PAGES = 1_000_000
"""More than any feed has."""


def atom(context: Context, name: str) -> Response:
    """What a saved query answers, as an Atom feed. Raises as `/queries/NAME` does."""
    return _answer(context, name, to_atom, ATOM)


def json_feed(context: Context, name: str) -> Response:
    """What a saved query answers, as a JSON Feed 1.1. Raises as `/queries/NAME` does."""
    return _answer(context, name, to_json_feed, JSON_FEED)


def _answer(context: Context, name: str, write: Callable[[Feed], bytes], media_type: str) -> Response:
    query = context.queries.get(name)
    if query is None:
        return problem(HTTPStatus.NOT_FOUND, f"there is no saved query {name[:40]!r}; /queries lists them")
    if query.form != "SELECT":
        raise UsageError(f"a feed is made of rows, and {name} gives none: it is a {query.form} query")
    if request.args.get("lang", language()) != language():
        raise UsageError(f"lang is one of {', '.join(LANGUAGES)}")
    values = {key: value for key, value in request.args.items() if key not in ("lang", "page")}
    asked = Question(fill(query, values, context.instances), wanted=Wanted("json"))
    known = tag(asked, published(context.settings.store), media_type, request.url, language(), __version__)
    if known and request.if_none_match.is_strong(known):  # readers ask again and again: nothing is worked out for those that have it
        response = Response(status=HTTPStatus.NOT_MODIFIED)
    else:
        response = Response(write(_feed(context, query, asked)), mimetype=media_type)
    if known:
        response.set_etag(known)
    response.headers["Cache-Control"] = "no-cache"  # to be kept, and asked for again before it is used
    return response


def _feed(context: Context, query: SavedQuery, asked: Question) -> Feed:
    answer = context.answers.get(tag(asked, published(context.settings.store))) or context.pool.ask(asked)
    context.answers.keep(tag(asked, answer.snapshot), answer)
    found = entries(rows(answer.body), context.asking.incidents(), language())
    here, page, chosen = context.instances.base, _page(), {**dict(sorted(request.args.items())), "lang": language()}
    shown = found[(page - 1) * MOST : page * MOST]
    chosen.pop("page", None)
    return Feed(
        f"{here}feed/{query.name}?{urlencode(chosen)}",
        _address(page, chosen),
        url_for("saved_query", name=query.name, _external=True, **chosen),
        query.summary[language()],
        language(),
        shown,
        {entry.iri: _thing(entry.iri.removeprefix(here)) for entry in shown if entry.iri.startswith(here)},
        _address(page + 1, chosen) if page * MOST < len(found) else "",
    )


def _page() -> int:
    """Which page of the feed is asked for: the first has the newest. Raises UsageError for none."""
    page = request.args.get("page", "1")
    if not page.isdecimal() or not 0 < int(page) < _PAGES:
        raise UsageError("page is a whole number, from 1 on")
    return int(page)


def _address(page: int, chosen: Mapping[str, str]) -> str:
    further = {"page": str(page)} if page > 1 else {}
    return url_for(request.endpoint or "", _external=True, **(request.view_args or {}), **chosen, **further)


def _thing(path: str) -> str:
    return url_for("thing", name=path, lang=language(), _external=True)
