"""What holds for the whole house: its walls, its published interface, its settings and its routes."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from fastapi.routing import APIRoute
from ruamel.yaml import YAML
from typer.testing import CliRunner

from app.cli.main import main
from app.main import Application
from app.settings import Settings

TOP: Final = Path(__file__).parents[2]
ROUTES: Final = [route for route in Application(Settings()).api.routes if isinstance(route, APIRoute)]


def test_no_folder_imports_over_its_walls() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    found = subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout


def test_the_published_interface_is_the_one_that_is_served() -> None:
    written = json.loads((TOP / "docs" / "api-v1.json").read_text("utf-8"))
    served = json.loads(CliRunner().invoke(main, ["openapi"]).stdout)
    assert served == written, "the interface changed: jixiao openapi > docs/api-v1.json, and say so in the changelog"


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{sorted(route.methods)[0]} {route.path}")
def test_every_operation_has_a_summary_and_a_model_for_its_answer(route: APIRoute) -> None:
    assert route.summary
    assert route.response_model is not None or route.status_code == 204 or route.path == "/readyz"
    assert not route.dependant.dependencies, "a dependency is resolved by FastAPI at every request; call a function"


def test_the_description_has_no_loose_ends() -> None:
    text = (TOP / "docs" / "api-v1.json").read_text("utf-8")
    named = set(re.findall(r'"#/components/schemas/([^"]+)"', text))
    assert "#/$defs" not in text
    schemas = set(json.loads(text)["components"]["schemas"])
    assert named <= schemas
    assert [name for name in schemas if "__" in name] == [], "two models of one name: say in NAMES what each is called"


def test_every_setting_is_described() -> None:
    described = (TOP / "docs" / "settings.md").read_text("utf-8")
    assert [name for name in Settings.model_fields if f"`{name.upper()}`" not in described] == []


def test_nothing_is_executed_from_text() -> None:
    calls = [
        (path.name, node.func.id)
        for path in (TOP / "app").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"eval", "exec", "compile"}
    ]
    assert calls == []


def test_the_domain_reads_no_clock_no_file_and_no_environment() -> None:
    words = re.compile(r"datetime\.now|date\.today|time\.time|(?<![\w.])open\(|os\.environ|read_text|getenv")
    found = [path.name for path in (TOP / "app" / "domain").rglob("*.py") if words.search(path.read_text("utf-8"))]
    assert found == []


def test_the_locks_pin_with_hashes_and_name_no_index() -> None:
    for path in (TOP / "requirements").glob("*.txt"):
        text = path.read_text("utf-8")
        assert "--hash=sha256:" in text
        assert "http" not in text.replace("httptools", "").replace("httpx", "").replace("httpcore", ""), path.name


def test_the_composed_service_is_set_by_settings_alone_and_has_no_rights() -> None:
    services = YAML(typ="safe").load((TOP / "docker-compose.yml").read_text("utf-8"))["services"]
    known = {name.upper() for name in Settings.model_fields}
    assert set(services["service"]["environment"]) <= known
    assert services["service"]["read_only"]
    assert services["service"]["cap_drop"] == ["ALL"]
    assert all(port.startswith("127.0.0.1:") for port in services["service"]["ports"])
    assert "\nUSER jixiao\n" in (TOP / "Dockerfile").read_text("utf-8")
