"""The agency file: what is taken, and what is refused with every fault named."""

from __future__ import annotations

from pathlib import Path

import pytest

from pss_fhir.errors import InputError
from pss_fhir.workflows.agency import load_agency

GOOD = """
name = "HTEST Recovery"
app_url = "https://app.example"
staff_folder = "staff"

[[sites]]
name = "Main EHR"
iss = "https://ehr.example/fhir/"
client_id = "pss"
auth = "private-key"
private_key_file = "key.pem"
key_id = "k1"
frame_ancestors = ["https://ehr.example"]
"""


@pytest.fixture
def write(tmp_path: Path):
    def written(text: str) -> Path:
        file = tmp_path / "agency.toml"
        file.write_text(text, encoding="utf-8")
        return file

    return written


def test_load_agency_takes_paths_from_the_folder_of_the_file(write, tmp_path: Path) -> None:
    agency = load_agency(write(GOOD))

    assert agency.staff_folder == tmp_path / "staff"
    assert agency.sites[0].private_key_file == tmp_path / "key.pem"


def test_site_of_ignores_a_trailing_slash_and_refuses_strangers(write) -> None:
    agency = load_agency(write(GOOD))

    assert agency.site_of("https://ehr.example/fhir") is agency.sites[0]
    assert agency.site_of("https://ehr.example/fhir/") is agency.sites[0]
    assert agency.site_of("https://ehr.example/fhir2") is None


@pytest.mark.parametrize(
    ("broken", "named"),
    [
        ('iss = "http://ehr.example/fhir"', "sites.0.iss"),
        ('iss = "https://ehr.example/fhir?x=1"', "sites.0.iss"),
        ('auth = "client-secret"', "secret_env"),
        ('frame_ancestors = ["*"]', "sites.0.frame_ancestors.0"),
        ('frame_ancestors = ["https://ehr.example/path"]', "sites.0.frame_ancestors.0"),
        ('colour = "red"', "sites.0.colour"),
        ('note_type = "progress"', "sites.0.note_type"),
    ],
)
def test_load_agency_with_a_wrong_setting_names_it(write, broken: str, named: str) -> None:
    name = broken.split(" ")[0]
    kept = "\n".join(line for line in GOOD.splitlines() if not line.startswith(name))

    with pytest.raises(InputError) as refused:
        load_agency(write(f"{kept}\n{broken}\n"))

    assert named in str(refused.value)
    assert refused.value.exit_code == 3


def test_load_agency_with_an_issuer_twice_is_refused(write) -> None:
    again = GOOD[GOOD.index("[[sites]]") :]
    with pytest.raises(InputError, match="same iss"):
        load_agency(write(GOOD + again))


CDS_CLIENT = """
[[sites.cds_clients]]
iss = "https://ehr.example"
jwks_url = "https://ehr.example/jwks"
origins = ["https://ehr.example"]
"""


def test_site_of_cds_client_knows_only_callers_of_the_file(write) -> None:
    agency = load_agency(write(GOOD + CDS_CLIENT))

    assert agency.site_of_cds_client("https://ehr.example") is agency.sites[0]
    assert agency.site_of_cds_client("https://ehr.example/") is None
    assert load_agency(write(GOOD)).site_of_cds_client("https://ehr.example") is None


def test_load_agency_with_a_cds_client_twice_is_refused(write) -> None:
    with pytest.raises(InputError, match="two cds_clients have the same iss"):
        load_agency(write(GOOD + CDS_CLIENT + CDS_CLIENT))


@pytest.mark.parametrize(
    ("right", "wrong", "named"),
    [
        ('jwks_url = "https', 'jwks_url = "http', "cds_clients.0.jwks_url"),
        ('origins = ["https://ehr.example"]', 'origins = ["*"]', "cds_clients.0.origins.0"),
    ],
)
def test_load_agency_with_a_wrong_cds_client_names_it(write, right: str, wrong: str, named: str) -> None:
    with pytest.raises(InputError) as refused:
        load_agency(write(GOOD + CDS_CLIENT.replace(right, wrong)))

    assert named in str(refused.value)


def test_load_agency_that_is_not_toml_names_the_line(write) -> None:
    with pytest.raises(InputError, match="line 2"):
        load_agency(write("name = 'x'\nsites = ]"))


def test_load_agency_that_is_missing_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        load_agency(tmp_path / "none.toml")
