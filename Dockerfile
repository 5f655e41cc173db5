# syntax=docker/dockerfile:1
# Everything that Isnad needs comes as ready wheels, by the hashes in requirements/: there is no compiler in either stage.
FROM python:3.13-slim AS install
WORKDIR /source
COPY requirements requirements
RUN python -m venv /opt/isnad && /opt/isnad/bin/pip install --no-cache-dir --only-binary=:all: --require-hashes -r requirements/run.txt
RUN python -m venv /opt/build && /opt/build/bin/pip install --no-cache-dir --only-binary=:all: --require-hashes -r requirements/build.txt
COPY pyproject.toml README.md LICENSE ./
COPY kg kg
COPY ontology ontology
COPY queries queries
RUN /opt/build/bin/python -m build --wheel --no-isolation --outdir /wheel . && /opt/isnad/bin/pip install --no-deps --no-index /wheel/*.whl
# docker build --build-arg EXTRAS=cluster: with what `kg build --cluster` and the machines that work for it need
ARG EXTRAS=""
RUN [ -z "$EXTRAS" ] || /opt/isnad/bin/pip install --no-cache-dir --only-binary=:all: --require-hashes -r requirements/$EXTRAS.txt

FROM python:3.13-slim
RUN useradd --system --uid 10001 --user-group isnad && install -d -o isnad -g isnad /store /parts
COPY --from=install /opt/isnad /opt/isnad
ENV PATH=/opt/isnad/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    ISNAD_STORE=/store \
    ISNAD_HOST=0.0.0.0 \
    ISNAD_PORT=8000
USER isnad
VOLUME /store
EXPOSE 8000
# /health: the server lives. Whether there is a graph yet (/ready) is no reason to start it anew.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f'http://127.0.0.1:{os.environ[\"ISNAD_PORT\"]}/health', timeout=2)"]
ENTRYPOINT ["kg"]
STOPSIGNAL SIGTERM
CMD ["serve"]
