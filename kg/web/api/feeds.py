"""Feeds of what saved queries answer: `/feeds/NAME.atom` and `/feeds/NAME.json`, with the query's own parameters."""

from collections.abc import Callable
from http import HTTPStatus

from flask import Response, request, url_for

from kg import __version__
from kg.errors import UsageError
from kg.exports.feeds import ATOM, JSON_FEED, Feed, entries, to_atom, to_json_feed
from kg.queries import SavedQuery, Wanted, fill, rows
from kg.web.answering.answers import problem
from kg.web.answering.caching import tag
from kg.web.context import Context
from kg.web.pages.rendering import language
from kg.workers import Question, published


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
    values = {key: value for key, value in request.args.items() if key != "lang"}
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
    found = entries(rows(answer.body), context.asking.incidents().table, language())
    here = context.instances.base
    return Feed(
        request.url,
        url_for("saved_query", name=query.name, _external=True, **request.args.to_dict()),
        query.summary[language()],
        language(),
        found,
        {entry.iri: _page(entry.iri.removeprefix(here)) for entry in found if entry.iri.startswith(here)},
    )


def _page(path: str) -> str:
    return url_for("thing", name=path, lang=language(), _external=True)
