"""A real OpenID provider (Canaille) in a process of its own: `python identity_provider.py <port> <people as JSON>`."""

import json
import os
import sys
import wsgiref.simple_server

from canaille import create_app
from canaille.app import models
from canaille.backends import Backend
from joserfc.jwk import RSAKey

CLIENT_ID, CLIENT_SECRET = "xinju", "a secret & more"


def main(port: int, redirect_uri: str, people: list[dict[str, object]]) -> None:
    """Serve on the loopback until killed; prints `ready` first. Everything is kept in memory."""
    # Plain HTTP is refused otherwise, and on the loopback nobody listens in.
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
    key = RSAKey.generate_key(2048)
    key.ensure_kid()
    app = create_app(
        {
            "SECRET_KEY": os.urandom(16).hex(),
            "WTF_CSRF_ENABLED": False,
            "SERVER_NAME": f"127.0.0.1:{port}",
            "PREFERRED_URL_SCHEME": "http",
            "CANAILLE": {"DATABASE": "memory", "JAVASCRIPT": False, "ACL": {"DEFAULT": {"PERMISSIONS": ["use_oidc"]}}},
            "CANAILLE_OIDC": {"ACTIVE_JWKS": [key.as_dict(private=True)]},
        }
    )
    # This provider has no claim of its own for it; here whoever has an organisation has a verified address.
    verified = "{{ 'true' if user.organization else '' }}"
    app.config["CANAILLE_OIDC"]["USERINFO_MAPPING"]["EMAIL_VERIFIED"] = verified
    with app.app_context():
        introduce(redirect_uri, people)
    with wsgiref.simple_server.make_server("127.0.0.1", port, app) as server:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        server.serve_forever()


def introduce(redirect_uri: str, people: list[dict[str, object]]) -> None:
    """Tell the provider of its one client and of the people that it knows."""
    backend = Backend.instance
    client = models.Client(
        client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET,
        client_name="Xinju",
        redirect_uris=[redirect_uri],
        grant_types=["authorization_code"],
        response_types=["code"],
        scope=["openid", "email", "phone"],
        token_endpoint_auth_method="client_secret_basic",
        id_token_signed_response_alg="RS256",
    )
    backend.save(client)
    client.audience = [client]
    backend.save(client)
    for person in people:
        backend.save(models.User(**person))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], json.loads(sys.argv[3]))
