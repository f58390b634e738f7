"""The limit: bare WSGI and psycopg with the same statement, and nothing around it."""

import os
import threading
import uuid
from datetime import UTC, datetime

import jwt
import orjson
import psycopg

SECRET = bytes.fromhex(os.environ["BENCH_JWT_KEY"])
local = threading.local()
ME = """
SELECT u.id, u.email, u.name, u.language, u.theme, u.plan, u.email_verified_at IS NOT NULL, u.created_at, u.last_login,
       (SELECT MIN(g.name) FROM accounts_user_groups ug JOIN auth_group g ON g.id = ug.group_id WHERE ug.user_id = u.id)
FROM accounts_loginsession s JOIN accounts_user u ON u.id = s.user_id
WHERE s.id = %s AND s.user_id = %s AND s.revoked_at IS NULL AND u.is_active
"""
NAMES = ("id", "email", "name", "language", "theme", "plan", "is_verified", "created_at", "last_login", "role")


def connection():
    found = getattr(local, "connection", None)
    if found is None or found.closed:
        found = local.connection = psycopg.connect(os.environ["BENCH_URL"], autocommit=True, prepare_threshold=0)
    return found


def app(environ, start_response):
    if environ["PATH_INFO"] == "/health":
        connection().execute("SELECT 1").fetchone()
        return send(start_response, {"status": "healthy", "version": "1", "timestamp": datetime.now(UTC)})
    claims = jwt.decode(environ["HTTP_AUTHORIZATION"][7:], SECRET, algorithms=["HS256"])
    row = connection().execute(ME, [uuid.UUID(claims["sid"]), int(claims["sub"])]).fetchone()
    data = dict(zip(NAMES, row, strict=True))
    meta = {"timestamp": datetime.now(UTC), "request_id": uuid.uuid4().hex}
    return send(start_response, {"success": True, "data": data, "message": "", "meta": meta})


def send(start_response, content):
    body = orjson.dumps(content, option=orjson.OPT_UTC_Z)
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
