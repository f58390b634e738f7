"""Bodies without a length in advance."""

import io

from artnex.web.whole_bodies import with_whole_bodies


def received(environment):
    """Length and body as the application behind sees them."""
    seen = {}

    def application(environment, start_response):
        seen["length"] = environment.get("CONTENT_LENGTH")
        seen["body"] = environment["wsgi.input"].read(int(seen["length"] or 0))
        return []

    with_whole_bodies(application)(environment, lambda *_args: None)
    return seen


def test_a_body_in_pieces_gets_its_length():
    whole = b'{"name": "Kim"}'
    found = received({"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input": io.BytesIO(whole)})
    assert found == {"length": str(len(whole)), "body": whole}


def test_a_body_with_a_length_is_left_alone():
    found = received({"CONTENT_LENGTH": "2", "wsgi.input": io.BytesIO(b"{}rest")})
    assert found == {"length": "2", "body": b"{}"}


def test_a_body_without_end_is_read_no_further_than_any_upload(settings):
    settings.API_MAX_UPLOAD = 1000

    class Endless(io.RawIOBase):
        def read(self, size=-1):
            return b"x" * size

    assert received({"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input": Endless()})["length"] == "1001"
