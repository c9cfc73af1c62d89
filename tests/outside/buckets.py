"""Storage of the S3 kind for tests, as little of it as a store of files asks for; it checks every signature.

Source: Amazon Simple Storage Service, API Reference: Authenticating Requests (AWS Signature Version 4), ListObjectsV2,
DeleteObjects, CreateMultipartUpload, UploadPart, CompleteMultipartUpload.
"""

from __future__ import annotations

import hmac
from datetime import UTC, datetime
from hashlib import md5, sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl, quote, urlsplit
from xml.sax.saxutils import escape

KEY, SECRET, REGION, BUCKET = "cle", "secret+/de essai", "fr-par", "espace"


class Storage:
    """objects: path → bytes and moment; asked: what came, method and path; broken: it answers 500 from now on"""

    def __init__(self) -> None:
        self.objects: dict[str, tuple[bytes, datetime]] = {}
        self.parts: dict[str, dict[int, bytes]] = {}
        self.asked: list[tuple[str, str]] = []
        self.broken = False
        storage = self

        class Handler(_Handler):
            there = storage

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.endpoint = f"http://127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, args=[0.02], daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


class _Handler(BaseHTTPRequestHandler):
    there: Storage
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        return

    def _handle(self) -> None:
        parts = urlsplit(self.path)
        asked = dict(parse_qsl(parts.query, keep_blank_values=True))
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.there.asked.append((self.command, parts.path))
        if self.there.broken:
            return self._answer(500)
        if not _is_signed(self, parts.path, asked, body):
            return self._answer(403)
        name = parts.path.removeprefix(f"/{BUCKET}").strip("/")
        return getattr(self, f"_{self.command.lower()}")(name, asked, body)

    do_GET = do_PUT = do_HEAD = do_DELETE = do_POST = _handle  # noqa: N815 -- names of the library

    def _put(self, name: str, asked: dict[str, str], body: bytes) -> None:
        if "partNumber" in asked:
            self.there.parts[asked["uploadId"]][int(asked["partNumber"])] = body
        else:
            self.there.objects[name] = (body, datetime.now(UTC))
        self._answer(200, headers={"ETag": f'"{md5(body).hexdigest()}"'})

    def _post(self, name: str, asked: dict[str, str], _body: bytes) -> None:
        if "uploads" in asked:
            self.there.parts[name] = {}
            return self._answer(200, _xml("InitiateMultipartUploadResult", UploadId=name, Bucket=BUCKET, Key=name))
        if "delete" in asked:
            return self._delete_all(_body)
        parts = self.there.parts.pop(asked["uploadId"])
        self.there.objects[name] = (b"".join(parts[each] for each in sorted(parts)), datetime.now(UTC))
        return self._answer(200, _xml("CompleteMultipartUploadResult", ETag='"x"', Bucket=BUCKET, Key=name))

    def _delete_all(self, body: bytes) -> None:
        names = [piece.partition("</Key>")[0] for piece in body.decode().split("<Key>")[1:]]
        for each in names:
            self.there.objects.pop(each, None)
        told = "".join(f"<Deleted><Key>{each}</Key></Deleted>" for each in names)
        self._answer(200, f"<DeleteResult>{told}</DeleteResult>".encode())

    def _get(self, name: str, asked: dict[str, str], _body: bytes) -> None:
        if "list-type" in asked:
            found = [each for each in sorted(self.there.objects) if each.startswith(asked.get("prefix", ""))]
            rows = "".join(
                f"<Contents><Key>{escape(each)}</Key><Size>{len(self.there.objects[each][0])}</Size><ETag>x</ETag>"
                f"<LastModified>{self.there.objects[each][1]:%Y-%m-%dT%H:%M:%S.000Z}</LastModified></Contents>"
                for each in found
            )
            text = f"<ListBucketResult><IsTruncated>false</IsTruncated>{rows}</ListBucketResult>"
            return self._answer(200, text.encode())
        return self._object(name, with_body=True)

    def _head(self, name: str, _asked: dict[str, str], _body: bytes) -> None:
        self._object(name, with_body=False)

    def _object(self, name: str, *, with_body: bool) -> None:
        if name not in self.there.objects:
            return self._answer(404)
        body, moment = self.there.objects[name]
        headers = {"Last-Modified": f"{moment:%a, %d %b %Y %H:%M:%S} GMT", "ETag": f'"{md5(body).hexdigest()}"'}
        return self._answer(200, body, headers=headers, with_body=with_body)

    def _delete(self, name: str, _asked: dict[str, str], _body: bytes) -> None:
        self.there.objects.pop(name, None)
        self._answer(204)

    def _answer(
        self, status: int, body: bytes = b"", *, headers: dict[str, str] | None = None, with_body: bool = True
    ) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            self.wfile.write(body)


def _xml(name: str, **members: str) -> bytes:
    inside = "".join(f"<{member}>{escape(value)}</{member}>" for member, value in members.items())
    return f"<{name}>{inside}</{name}>".encode()


def _is_signed(request: BaseHTTPRequestHandler, path: str, asked: dict[str, str], body: bytes) -> bool:
    """Whether our key signed this request: method, path, query, headers and body."""
    scheme, _, rest = (request.headers.get("Authorization") or "").partition(" ")
    told = dict(each.strip().partition("=")[::2] for each in rest.split(","))
    key, _, scope = told.get("Credential", "").partition("/")
    told_digest = request.headers.get("x-amz-content-sha256", "")
    if scheme != "AWS4-HMAC-SHA256" or key != KEY or scope.split("/")[1:] != [REGION, "s3", "aws4_request"]:
        return False
    if told_digest not in ("UNSIGNED-PAYLOAD", sha256(body).hexdigest()):
        return False
    query = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in sorted(asked.items()))
    names = told["SignedHeaders"].split(";")
    headers = "".join(f"{name}:{' '.join((request.headers.get(name) or '').split())}\n" for name in names)
    canonical = "\n".join([request.command, path, query, headers, told["SignedHeaders"], told_digest])
    text = "\n".join([scheme, request.headers["x-amz-date"], scope, sha256(canonical.encode()).hexdigest()])
    signing = f"AWS4{SECRET}".encode()
    for each in scope.split("/"):
        signing = hmac.digest(signing, each.encode(), "sha256")
    return hmac.compare_digest(hmac.new(signing, text.encode(), "sha256").hexdigest(), told.get("Signature", ""))
