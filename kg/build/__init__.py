"""Builds the graph: the way of an article from a file to a quad.

    articles.read ──► reading (extract, link) ──► writer.add (keep ──► resolve, summarise, describe, apply) ──► writer.publish

Articles go this way in batches, the second half of adding for some hundreds at once. Whatever stops a build, what was written by
then is kept, and the same command goes on from there, since an article that has not changed is not read again. A long one is published
as it goes: what readers see then is what a build of the articles so far would have given, in place of what was there of these.

    options.py    how a build is done              summary.py    what it did, and how far it is
    run.py        one build as it goes on          space.py      how much room it takes
    building.py   the build itself                 spread.py     … where a cluster does the work
    following.py  what changes without reading: people's decisions, articles that are taken back
"""

from kg.build.building import build
from kg.build.following import follow, remove
from kg.build.options import BuildOptions
from kg.build.space import Room, room
from kg.build.summary import BuildInterrupted, BuildSummary, Progress, Removal

__all__ = ["BuildInterrupted", "BuildOptions", "BuildSummary", "Progress", "Removal", "Room", "build", "follow", "remove", "room"]
