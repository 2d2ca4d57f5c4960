"""One GraphQL request over HTTP, as the tests of the transport send it."""

import httpx

JSON = "application/json"
GRAPHQL_JSON = "application/graphql-response+json"
TYPE_BY_NAME = "query Type($name: String!) { __type(name: $name) { name } }"


async def ask(client: httpx.AsyncClient, body: object, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return await client.post("/graphql", json=body, headers=named)


def codes(response: httpx.Response) -> list[str]:
    return [error["extensions"]["code"] for error in response.json()["errors"]]
