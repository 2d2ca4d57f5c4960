"""What leaves as a file says what the API says as of the same day, in all three forms, and harms no spreadsheet."""

import csv
import datetime as dt
import io
from collections.abc import AsyncIterator, Mapping
from typing import Any

import httpx
import pytest
from python_calamine import CalamineWorkbook

from backend.core import clock
from backend.modules.dashboard.contract.measures import Form, Measure, Ratio
from backend.modules.dashboard.contract.refusals import ExportTooLong
from backend.modules.dashboard.exports.rendering import MOST_PRINTED, csv_of, harmless, pdf_of, xlsx_of
from backend.modules.dashboard.exports.sheets import Document, Sheet
from tenants.models import Operator
from tests.app.server import serving
from tests.dashboard.counted import rebuild
from tests.dashboard.printed import text_of
from tests.dashboard.test_graphql import inhabited
from tests.dashboard.viewing import answer, viewer

pytestmark = pytest.mark.usefixtures("district")

EXPORT = """mutation($input: ExportDistrictInput!) { exportDistrict(input: $input) { __typename
  ... on DistrictExport { path fileName asOf version } ... on Problem { code } } }"""
SUMMARY = """query($asOf: Date) { district { summary(asOf: $asOf) { figures {
  measure { code name definition source unit { name } } value month cells { values value } } } } }"""
FORMS = """{ district { forms { code name asOf lines { number name isOfMonth values measure { code source }
  cells { group { key name } value } } } } }"""
NASTY = ('=HYPERLINK("http://x","y")', "+1+1", "-2+3", "@SUM(1)", "\t=1", "\r=1")


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with serving() as server, httpx.AsyncClient(base_url=server.url, trust_env=False, timeout=30) as http:
        yield http


async def fetched(client: httpx.AsyncClient, **wish: Any) -> bytes:
    told = (await answer(viewer(), EXPORT, input=wish))["exportDistrict"]
    assert told["__typename"] == "DistrictExport", told
    response = await client.get(told["path"])
    assert response.status_code == 200, response.text
    assert told["fileName"] in response.headers["content-disposition"]
    return response.content


def of_csv(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def of_xlsx(content: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def by_part(rows: list[list[Any]]) -> dict[tuple[str, str], list[Any]]:
    return {(str(row[2]), str(row[4])): row for row in rows[1:]}


def number(value: object) -> float | None:
    return None if value in ("—", "") else float(str(value).replace(",", ""))


async def test_all_three_say_what_the_api_says(operator: Operator, client: httpx.AsyncClient) -> None:
    await inhabited(operator, 5, days_ago=9)
    await rebuild(operator.id)
    day = (clock.today() - dt.timedelta(days=4)).isoformat()
    told = (await answer(viewer(), SUMMARY, asOf=day))["district"]["summary"]["figures"]
    in_csv = by_part(of_csv(await fetched(client, format="CSV", asOf=day)))
    in_xlsx = by_part(of_xlsx(await fetched(client, format="XLSX", asOf=day)))
    drawn = text_of(await fetched(client, format="PDF", asOf=day))
    assert in_csv.keys() == in_xlsx.keys()
    for figure in told:
        measure = figure["measure"]
        for found in (in_csv, in_xlsx):
            row = found.get((measure["code"], ""))
            if row is not None:
                assert number(row[6]) == figure["value"]
                assert number(row[7]) == figure["month"]
                said = (row[3], row[9], row[12], row[13])
                assert said == (measure["name"], measure["unit"]["name"], measure["definition"], measure["source"])
                assert all(row[10:12])
            for cell in figure["cells"]:
                part = found[measure["code"], "|".join(cell["values"])]
                assert number(part[7] if figure["month"] is not None else part[6]) == cell["value"]
        assert measure["definition"][:8] in drawn.replace("\n", "")
        shown = figure["value"]
        if shown is not None:
            assert (f"{int(shown):,}" if shown == int(shown) else str(shown)) in drawn
    assert in_csv["housing.residents", ""][6] == "5"
    assert day in drawn


async def test_groups_are_exported_too(operator: Operator, client: httpx.AsyncClient) -> None:
    await inhabited(operator, 3)
    await rebuild(operator.id)
    rows = of_csv(await fetched(client, format="CSV", by="COMMUNITY", measures=["housing.residents"]))
    assert [row[6] for row in rows[1:]] == ["3"]


async def test_what_cannot_be_exported_is_refused(operator: Operator, client: httpx.AsyncClient) -> None:
    await inhabited(operator, 1)
    await rebuild(operator.id)
    for wish, code in (
        ({"format": "CSV", "measures": ["housing.none"]}, "MEASURE_UNKNOWN"),
        ({"format": "CSV", "form": "NONE"}, "FORM_UNKNOWN"),
        ({"format": "CSV", "asOf": "2019-01-01"}, "DAY_NOT_COUNTED"),
    ):
        assert (await answer(viewer(), EXPORT, input=wish))["exportDistrict"]["code"] == code
    path = (await answer(viewer(), EXPORT, input={"format": "CSV"}))["exportDistrict"]["path"]
    assert (await client.get(path[:-3])).status_code == 404
    assert (await client.get(path.replace(".csv", ".pdf"))).status_code == 404
    with clock.at(clock.now() - dt.timedelta(seconds=301)):
        late = (await answer(viewer(), EXPORT, input={"format": "CSV"}))["exportDistrict"]["path"]
    assert (await client.get(late)).status_code == 404


def test_no_text_becomes_a_formula() -> None:
    document = Document("名单", (), (Sheet("名单", (NASTY[0], "人数"), tuple((text, -5) for text in NASTY)),))
    for row in of_csv(csv_of(document)):
        assert row[0].startswith("'")
    for row in of_csv(csv_of(document))[1:]:
        assert row[0].startswith("'")
        assert row[1] == "-5"
    content = xlsx_of(document)
    assert b"<f>" not in content
    read = of_xlsx(content)
    assert [row[1] for row in read[1:]] == [-5.0] * len(NASTY)
    assert all(str(row[0]).startswith("'") for row in read[1:])
    assert harmless("马桥") == "马桥"


def test_thousands_are_set_apart_on_paper_and_nowhere_else() -> None:
    document = Document("名单", (), (Sheet("名单", ("社区", "人数"), (("马桥", 151_000),)),))
    assert "151,000" in text_of(pdf_of(document))
    assert of_csv(csv_of(document))[1] == ["马桥", "151000"]
    assert of_xlsx(xlsx_of(document))[1] == ["马桥", 151_000]


def test_what_is_too_long_for_paper_is_refused() -> None:
    rows = tuple((str(number),) for number in range(MOST_PRINTED + 1))
    with pytest.raises(ExportTooLong):
        pdf_of(Document("", (), (Sheet("x", ("y",), rows),)))


def test_every_line_of_every_form_is_answered_by_a_measure() -> None:
    for form in Form.declared.values():
        for line in form.lines:
            assert line.measure in {*Measure.declared, *Ratio.declared, "dashboard.unique_residents"}, line.number
            if line.cell:
                for dimension, value in zip(Measure.declared[line.measure].by, line.cell, strict=True):
                    assert value in [code for code, _, _ in dimension.values], line.number


async def test_forms_are_filled_from_the_ledger(operator: Operator, client: httpx.AsyncClient) -> None:
    await inhabited(operator, 4, days_ago=0)
    await rebuild(operator.id)
    forms = {one["code"]: one for one in (await answer(viewer(), FORMS))["district"]["forms"]}
    assert set(forms) >= {"BASICS", "MOVEMENTS"}
    answers: dict[str, Mapping[str, Any]] = {
        line["measure"]["code"]: {cell["group"]["key"]: cell["value"] for cell in line["cells"]}
        for form in forms.values()
        for line in form["lines"]
        if not line["values"]
    }
    assert answers["housing.residents"][""] == 4
    assert answers["housing.arrivals"][""] == 4
    assert sum(value for key, value in answers["housing.residents"].items() if key) == 4
    assert all(line["measure"]["source"] for form in forms.values() for line in form["lines"])
    rows = of_csv(await fetched(client, format="CSV", form="BASICS"))
    sheet = of_xlsx(await fetched(client, format="XLSX", form="BASICS"))
    drawn = text_of(await fetched(client, format="PDF", form="BASICS"))
    for line, in_csv, in_xlsx in zip(forms["BASICS"]["lines"], rows[1:], sheet[1:], strict=True):
        values = [cell["value"] for cell in line["cells"]]
        assert [number(value) for value in in_csv[2 : 2 + len(values)]] == values
        assert [number(value) for value in in_xlsx[2 : 2 + len(values)]] == values
        assert line["name"].strip("　") in drawn.replace("\n", "")
