"""rdflib-endpoint over a store's newest snapshot, to be measured beside `kg serve`: STORE PORT GRAPH."""

import sys
from pathlib import Path

import uvicorn
from oxrdflib import OxigraphStore
from pyoxigraph import RdfFormat
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint

from kg.store import StoreFolder


def main() -> None:
    """Serves until it is ended."""
    store, port = StoreFolder(Path(sys.argv[1])).snapshot(), int(sys.argv[2])
    if sys.argv[3] == "Oxigraph":
        dataset = Dataset(store=OxigraphStore(store=store), default_union=False)
    else:
        dataset = Dataset(default_union=False)
        dataset.parse(data=store.dump(format=RdfFormat.N_QUADS), format="nquads")
    uvicorn.run(SparqlEndpoint(graph=dataset), host="127.0.0.1", port=port, log_level="error")


if __name__ == "__main__":
    main()
