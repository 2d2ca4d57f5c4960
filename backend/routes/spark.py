"""The same answer as JSON and as XML, by the Spark convention: lists are elements, named in the singular."""

import re
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement, tostring

import msgspec
from litestar import Response

_ONE_OF: Final = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
}
# What no XML document may hold, escaped or not (XML 1.0, 2.2).
_UNFIT: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def is_xml(path: str) -> bool:
    """Whether the address asks for XML; for anything else there is JSON."""
    return path.endswith(".xml")


def spark_answer(path: str, root: str, said: Any, status: int = 200) -> Response[bytes]:  # Any: JSON values
    """`said` in the format that the address ends with; in XML it is the element `root`."""
    # The framework says of texts, and of nothing else, how they are encoded.
    if is_xml(path):
        made, media_type = xml_of(root, said), "text/xml"
    else:
        made, media_type = msgspec.json.encode(said), "application/json; charset=utf-8"
    return Response(made, status_code=status, media_type=media_type, headers={"Vary": "Accept-Language"})


def xml_of(root: str, said: Any) -> bytes:  # Any: JSON values
    """A document without a namespace, with its declaration; what is null is an empty element."""
    element = Element(root)
    _fill(element, said)
    made: bytes = tostring(element, encoding="utf-8", xml_declaration=True)
    return made


def _fill(element: Element, said: Any) -> None:  # Any: JSON values
    if isinstance(said, dict):
        for name, value in said.items():
            _fill(SubElement(element, name), value)
    elif isinstance(said, list):
        for value in said:
            _fill(SubElement(element, _ONE_OF[element.tag]), value)
    elif isinstance(said, bool):
        element.text = "true" if said else "false"
    elif said is not None:
        element.text = _UNFIT.sub("", str(said))
