"""Search for front-ends and for people: `/search?q=…`, and `/search/suggest?q=…` while somebody types.

It reads the index of the newest snapshot, a file of its own, and opens no graph.
"""

from collections.abc import Iterator, Mapping
from http import HTTPStatus

from flask import Response, json, request

from kg.errors import UsageError
from kg.queries import HTML
from kg.queries.sparql.searching import open_search
from kg.search import MOST_HITS, TYPES, Completion, Found, Hit, Question, Snippet
from kg.store import StoreFolder
from kg.web.context import Context
from kg.web.pages.rendering import language, render, same_with
from kg.web.pages.showing import name_of
from kg.web.words import LANGUAGES

_USUAL, _MOST = 20, 100
"""Hits of a page: where nothing is said, and at most."""
_SUGGESTED = 10


def search(context: Context) -> Response:
    """What fits the words of `?q=`, the best first, as JSON, or as a page for browsers.

    `?type=` narrows it; `?limit=` and `?offset=` page through it. Raises UsageError for what cannot be asked so, StoreError
    where there is no index.
    """
    if _wants_page():
        return _search_page(context)
    found, limit, offset = _found(context)
    answer = {"hits": [described(hit) for hit in found.hits], "offset": offset, "limit": limit, "more": found.more}
    return Response(json.dumps(answer, ensure_ascii=False), mimetype="application/json")


def _found(context: Context) -> tuple[Found, int, int]:
    """What fits, with the limit and the offset that were asked for."""
    limit, offset = _number("limit", _USUAL, 1, _MOST), _number("offset", 0, 0, MOST_HITS)
    question = Question.of(request.args.get("q", ""), request.args.get("type") or None)
    with open_search(StoreFolder(context.settings.store)) as index:
        return index.find(question, limit, offset), limit, offset


def suggest(context: Context) -> Response:
    """Names that begin as `?q=` does, those of the most frequent things first, as JSON."""
    limit = _number("limit", _SUGGESTED, 1, _MOST)
    question = Question.of(request.args.get("q", ""), request.args.get("type") or None)
    with open_search(StoreFolder(context.settings.store)) as index:
        found = index.complete(question, limit)
    names = [_suggested(one) for one in found]
    return Response(json.dumps(names, ensure_ascii=False), mimetype="application/json")


def _suggested(one: Completion) -> dict[str, object]:
    classes = {tag: name_of(one.kind, tag) for tag in LANGUAGES}
    return {"name": one.name, "iri": one.iri, "type": one.type, "kind": one.kind, "class": classes, "title": one.title or None}


def described(hit: Hit) -> dict[str, object]:
    """A hit as JSON has it; what it does not have is null."""
    return {
        "iri": hit.iri,
        "type": hit.type,
        "kind": hit.kind,
        "label": {"ar": hit.label_ar or None, "en": hit.label_en or None},
        "found": hit.how,
        "matched": hit.matched or None,
        "snippet": {"text": hit.snippet.text, "begin": hit.snippet.begin},
        "highlights": [{"begin": begin, "end": end} for begin, end in hit.snippet.highlights],
        "score": hit.score,
        "article": hit.article or None,
    }


def parts(snippet: Snippet) -> Iterator[tuple[str, bool]]:
    """A snippet part by part: the words, and whether they are to be marked."""
    done = 0
    for begin, end in snippet.highlights:
        yield snippet.text[done:begin], False
        yield snippet.text[begin:end], True
        done = end
    yield snippet.text[done:], False


def _search_page(context: Context) -> Response:
    """The form, with what was found, or with what is wrong with what was typed."""
    if not request.args.get("q", "").strip():
        return Response(_page(), mimetype=HTML)
    try:
        found, limit, offset = _found(context)
    except UsageError as error:
        return Response(_page(problem=str(error)), HTTPStatus.BAD_REQUEST, mimetype=HTML)
    links = {"before": _same(max(0, offset - limit)) if offset else "", "after": _same(offset + limit) if found.more else ""}
    return Response(_page(found, links), mimetype=HTML)


def _page(found: Found | None = None, links: Mapping[str, str] | None = None, problem: str = "") -> str:
    return render("search.html", types=TYPES, asked=request.args, found=found, links=links, problem=problem, parts=parts, link=_link)


def _link(hit: Hit) -> str:
    """The page of what was found, on this server: the last two parts of its IRI say which."""
    collection, identifier = hit.iri.rsplit("/", 2)[-2:]
    return f"{request.script_root}/id/{collection}/{identifier}?lang={language()}"


def _same(offset: int) -> str:
    """The address of another page of the same search."""
    return same_with("offset", str(offset))


def _wants_page() -> bool:
    named = request.args.get("format", "").lower()
    accepts = request.accept_mimetypes
    return named in ("html", HTML) if named else accepts[HTML] > accepts["application/json"]


def _number(name: str, usual: int, least: int, most: int) -> int:
    given = request.args.get(name, "")
    if not given:
        return usual
    if not (given.isdecimal() and len(given) < 10 and least <= int(given) <= most):
        raise UsageError(f"{name} must be a whole number from {least} to {most}, not {given[:40]!r}")
    return int(given)
