"""Atom and RSS feeds: what is new in them is fetched, kept in the store's folder, and read by the next build.

    following.py   asks each feed when it is due ──► polling.py: what is new ──► state.py: kept until it is built
    asking.py      one request at a time a host, with pauses, robots.txt, redirects ──► fetching.py: one request, within limits
    addresses.py   what may be asked at all            entries.py   what is in a feed: the only place that knows feedparser

A feed is asked whether it has changed (ETag, Last-Modified). An entry is an article by its guid, else its link; it is read again
only where the feed tells something else of it. Where a feed brings no whole text, the page that it links to is read.
"""
