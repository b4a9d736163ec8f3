"""`jixiao`: the same client and engine, for terminals and scripts."""

from typing import Final

import typer

from app.cli.bundles import bundle_command
from app.cli.checks import check_command, checks_command
from app.cli.documents import read_command
from app.cli.export import digest_command, export_command, results_command
from app.cli.people import administrators_command, audit, token_command
from app.cli.registers import departments_command, people_command
from app.cli.report_imports import import_command
from app.cli.schemes import diff_command, lint_command, publish_command, schemes_command
from app.cli.scoring import explain_command, score_command, verify_command
from app.cli.serve import demo_command, migrate_command, openapi_command, rebuild_command, serve_command, worker_command
from app.cli.whatif import whatif_command

main: Final = typer.Typer(
    help="绩效：部门整体支出绩效自评", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)

main.command("read")(read_command)
main.command("import")(import_command)
main.command("export")(export_command)
main.command("bundle")(bundle_command)
main.command("digest")(digest_command)
main.command("results")(results_command)
main.command("score")(score_command)
main.command("explain")(explain_command)
main.command("verify")(verify_command)
main.command("check")(check_command)
main.command("checks")(checks_command)
main.command("lint")(lint_command)
main.command("diff")(diff_command)
main.command("schemes")(schemes_command)
main.command("whatif")(whatif_command)
main.command("publish")(publish_command)
main.command("serve")(serve_command)
main.command("migrate")(migrate_command)
main.command("demo")(demo_command)
main.command("rebuild")(rebuild_command)
main.command("worker")(worker_command)
main.command("openapi")(openapi_command)
main.command("administrators")(administrators_command)
main.command("token")(token_command)
main.command("departments")(departments_command)
main.command("people")(people_command)
main.add_typer(audit, name="audit")
