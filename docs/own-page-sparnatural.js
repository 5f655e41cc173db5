// What Sparnatural puts together, asked of the server; its answers lead to the server's pages.
const wanted = new URLSearchParams(location.search);
const server = wanted.get("server") ?? "http://127.0.0.1:8000";
const lang = wanted.get("lang") === "en" ? "en" : "ar";
const builder = document.createElement("spar-natural");
const attributes = { src: `${server}/sparnatural/config.ttl?lang=${lang}`, endpoint: `${server}/sparql`, lang: "en", defaultLang: "ar", limit: "1000", distinct: "true" };
for (const [name, value] of Object.entries(attributes)) builder.setAttribute(name, value);
builder.addEventListener("queryUpdated", (event) => {
  // Sparnatural compares with points of time, and the graph has days: SPARQL has no order between the two.
  document.querySelector("pre").textContent = builder
    .expandSparql(event.detail.queryString)
    .replace(/"([^"]+)"\^\^xsd:dateTime/g, (_, time) => `"${new Date(time).toLocaleDateString("sv")}"^^xsd:date`);
});
builder.addEventListener("submit", async () => {
  const body = new URLSearchParams({ query: document.querySelector("pre").textContent, format: "json" });
  const { head, results } = await (await fetch(`${server}/sparql`, { method: "POST", body })).json();
  const [thing, label] = head.vars;
  document.querySelector("ol").replaceChildren(...results.bindings.map((row) => {
    const iri = row[thing].value, href = iri.includes("/id/") ? `${server}/id/${iri.split("/id/")[1]}` : iri;
    const line = document.createElement("li");
    line.append(Object.assign(document.createElement("a"), { href, textContent: row[label]?.value ?? iri }));
    return line;
  }));
  builder.enablePlayBtn();
});
document.querySelector("main").append(builder);
