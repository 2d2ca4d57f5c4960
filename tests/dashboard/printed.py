"""The text of a PDF as it is drawn: by the tables that map each glyph of a font to what it stands for."""

import re
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj(.*?)endobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)

# A run of glyphs is a string, or an array of strings and gaps.
_STRING = rb"\((?:\\.|[^\\)])*\)|<[0-9A-Fa-f]*>"
_SHOWN = re.compile(rb"\[((?:" + _STRING + rb"|[^\]])*)\]\s*TJ|(" + _STRING + rb")\s*Tj", re.DOTALL)


def _streams(pdf: bytes) -> dict[int, tuple[bytes, bytes]]:
    found = {}
    for number, body in _OBJECT.findall(pdf):
        match = _STREAM.search(body)
        head = body.split(b"stream", 1)[0]
        content = match.group(1) if match else b""
        if b"FlateDecode" in head and content:
            content = zlib.decompressobj().decompress(content)
        found[int(number)] = (head, content)
    return found


def _glyphs(cmap: bytes) -> dict[int, str]:
    found: dict[int, str] = {}
    text = cmap.decode("latin-1")
    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.DOTALL):
        for code, said in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(code, 16)] = bytes.fromhex(said).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", text, re.DOTALL):
        for first, last, said in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            start = ord(bytes.fromhex(said).decode("utf-16-be"))
            for offset in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + offset] = chr(start + offset)
    return found


def _unescaped(literal: bytes) -> bytes:
    plain = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
    return re.sub(rb"\\([0-7]{1,3}|.)", lambda m: _escape(m.group(1), plain), literal, flags=re.DOTALL)


def _escape(code: bytes, plain: dict[bytes, bytes]) -> bytes:
    return bytes([int(code, 8)]) if code.isdigit() else plain.get(code, code)


def text_of(pdf: bytes) -> str:
    """All that is drawn, each run of glyphs on a line of its own."""
    streams = _streams(pdf)
    glyphs: dict[int, str] = {}
    for _, content in streams.values():
        if b"begincmap" in content:
            glyphs |= _glyphs(content)
    lines: list[str] = []
    for head, content in streams.values():
        if b"BT" not in content or b"begincmap" in content or b"/FontFile" in head:
            continue
        for shown in _SHOWN.findall(content):
            run = b"".join(shown)
            codes = b"".join(
                bytes.fromhex(hexed.decode()) if hexed else _unescaped(literal)
                for literal, hexed in re.findall(rb"\(((?:\\.|[^\\)])*)\)|<([0-9A-Fa-f]*)>", run, re.DOTALL)
            )
            pairs = (int.from_bytes(codes[at : at + 2]) for at in range(0, len(codes), 2))
            lines.append("".join(glyphs.get(code, "?") for code in pairs))
    return "\n".join(lines)
