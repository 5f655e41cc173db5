"""Puts today's answers into the README: `make answers`. A test holds that they are those that the commands give.

An answer stands between `<!-- answer: COMMAND -->` and `<!-- /answer -->`; COMMAND is a `kg` command, asked of the seeds.
"""

import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
ANSWER = re.compile(r"(<!-- answer: (?P<command>kg .+?) -->\n).*?(<!-- /answer -->)", re.DOTALL)


def refreshed(page: str, store: Path) -> str:
    """The page with the answers that its commands give when they are asked of `store`."""

    def answer(found: re.Match[str]) -> str:
        arguments = ["--store", str(store), *shlex.split(found["command"])[1:]]
        command = [sys.executable, "-m", "kg", *arguments]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603  # our own README's
        return f"{found[1]}```text\n{done.stdout.rstrip()}\n```\n{found[3]}"

    return ANSWER.sub(answer, page)


if __name__ == "__main__":
    README.write_text(refreshed(README.read_text("utf-8"), Path(sys.argv[1])), "utf-8")
