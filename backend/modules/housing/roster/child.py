"""The process that parses one roster under limits: the file on standard input, an Answer as JSON on standard output."""

import resource
import sys
from dataclasses import dataclass

import msgspec

from backend.modules.housing.roster.model import Field, FileCode, Roster, RosterLimits, UnreadableRoster
from backend.modules.housing.roster.reading import read_roster


@dataclass(frozen=True, slots=True)
class Answer:
    """Either the roster or why there is none."""

    roster: Roster | None = None
    code: FileCode | None = None
    fields: tuple[Field, ...] = ()


def main() -> None:
    limits = msgspec.json.decode(sys.argv[1], type=RosterLimits)
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds))
    # A dump of this process would be a file of people's documents.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    data = sys.stdin.buffer.read()
    try:
        answer = Answer(roster=read_roster(data, limits))
    except UnreadableRoster as refused:
        answer = Answer(code=refused.code, fields=refused.fields)
    encoded = msgspec.json.encode(answer)
    if len(encoded) > limits.answer_size:
        encoded = msgspec.json.encode(Answer(code=FileCode.TOO_HEAVY))
    sys.stdout.buffer.write(encoded)


if __name__ == "__main__":
    main()
