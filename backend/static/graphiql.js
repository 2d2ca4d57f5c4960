// GraphiQL for development: queries by POST, subscriptions by graphql-transport-ws, headers as a client sends them.
"use strict";

const given = { Authorization: "Bearer ", "X-Operator": "youchao" };

function socketUrl(headers) {
  const url = new URL("/graphql", location.href);
  url.protocol = url.protocol.replace("http", "ws");
  if (headers["X-Operator"]) url.searchParams.set("operator", headers["X-Operator"]);
  if (headers["X-Surface"]) url.searchParams.set("surface", headers["X-Surface"]);
  return url.href;
}

// One socket for each subscription: its token is whatever the header editor holds when it starts.
function subscribe(request, headers) {
  const token = (headers.Authorization || "").replace(/^Bearer\s+/i, "");
  const client = graphqlWs.createClient({ url: socketUrl(headers), lazy: true, connectionParams: { token } });
  return {
    subscribe(observer) {
      const end = client.subscribe(request, observer);
      return { unsubscribe: () => { end(); client.dispose(); } };
    },
  };
}

function isSubscription(request) {
  const { operationName, query } = request;
  return new RegExp(`\\bsubscription\\b\\s*${operationName || ""}`).test(query);
}

async function fetcher(request, options) {
  const headers = (options && options.headers) || {};
  if (isSubscription(request)) return subscribe(request, headers);
  const sent = Object.fromEntries(Object.entries(headers).filter(([, value]) => String(value).trim() !== "Bearer"));
  const answer = await fetch("/graphql", {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", ...sent },
    body: JSON.stringify(request),
  });
  return answer.json();
}

ReactDOM.render(
  React.createElement(GraphiQL, {
    fetcher,
    defaultHeaders: JSON.stringify(given, null, 2),
    defaultQuery: "# 新居 Xinju: the schema is under the book on the left.\n{\n  __typename\n}\n",
    isHeadersEditorEnabled: true,
    shouldPersistHeaders: false,
  }),
  document.getElementById("graphiql"),
);
