"""Phone numbers: reading what people type, and masking."""

import re
import unicodedata

import phonenumbers


class InvalidPhone(ValueError):
    """`reason` is one of empty, format; the phone is never part of the message."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


_PHONE = re.compile(r"\+?[0-9 .-]+")


def parse_phone(raw: str) -> str:
    """E.164; China is assumed where no country is given, `86…` and `0086…` are its code. Raises InvalidPhone."""
    text = unicodedata.normalize("NFKC", raw)
    text = "".join("-" if unicodedata.category(char) == "Pd" else char for char in text if char.isprintable())
    text = text.replace("(", "").replace(")", "").strip()
    if not text:
        raise InvalidPhone("empty")
    if not _PHONE.fullmatch(text):
        raise InvalidPhone("format")
    try:
        number = phonenumbers.parse(text, "CN")
    except phonenumbers.NumberParseException:
        raise InvalidPhone("format") from None
    if not phonenumbers.is_valid_number(number):
        raise InvalidPhone("format")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def mask_phone(phone: str) -> str:
    """`138****5678` for China, `+44******1234` elsewhere; takes E.164."""
    national = phone.removeprefix("+86")
    if len(national) < 8:
        return "*" * len(national)
    return f"{national[:3]}{'*' * (len(national) - 7)}{national[-4:]}"
