"""Scoring offline, with the same engine as the server: score, explain, verify."""

from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter, ValidationError
from rich.console import Console
from rich.table import Table

from app.cli.bundles import verify_bundle
from app.cli.reading import (
    fail,
    find_scheme,
    plain_errors,
    read_evidence,
    read_file,
    read_report,
    scheme_for,
)
from app.domain.decimals import plain
from app.domain.form.self_scoring import SelfScoring
from app.domain.scoring.compiled import CompiledScheme
from app.domain.scoring.evidence import Evidence, evidence_of
from app.domain.scoring.scorecard import Scorecard
from app.domain.scoring.scorer import score
from app.domain.scoring.self_assessment import with_self_assessment
from app.domain.scoring.verification import first_difference

CARD: TypeAdapter[Scorecard] = TypeAdapter(Scorecard)

Report = Annotated[
    Path | None, typer.Argument(help="报告：表式（Word、Excel、PDF、文本等），或 jixiao read 给出的 JSON；- 为标准输入")
]
SchemeName = Annotated[
    str, typer.Option("--scheme", help="自带方案的编号，或 YAML/JSON 文件；不写则按报告的制表单位和年度")
]
EvidenceFile = Annotated[Path | None, typer.Option("--evidence", help="证据 JSON：{编号: 值}；与报告二选一")]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON")]


def gather(
    report: Path | None, scheme: str, evidence: Path | None
) -> tuple[CompiledScheme, Evidence, SelfScoring | None]:
    """The scheme, the evidence and, from a report, the department's own scoring."""
    if (report is None) == (evidence is None):
        fail("请给出一份报告，或用 --evidence 给出证据（二选一）")
    if evidence is not None:
        if not scheme:
            fail("只有证据时，请用 --scheme 指定评分方案")
        compiled = find_scheme(scheme)
        return compiled, read_evidence(evidence, compiled), None
    assert report is not None  # noqa: S101 - one of the two is given
    envelope = read_report(report)
    compiled = find_scheme(scheme) if scheme else scheme_for(envelope)
    return compiled, evidence_of(compiled.scheme, envelope.form, envelope.supplement), envelope.form.self_scoring


def card_of(compiled: CompiledScheme, evidence: Evidence, own: SelfScoring | None) -> Scorecard:
    """The scorecard, with the department's points beside it where there are any."""
    card = score(compiled, evidence)
    return with_self_assessment(card, compiled, own) if own is not None else card


def score_command(
    report: Report = None, scheme: SchemeName = "", evidence: EvidenceFile = None, *, as_json: AsJson = False
) -> None:
    """评分：一份报告，或任一方案和证据（不连服务器）."""
    with plain_errors():
        compiled, given, own = gather(report, scheme, evidence)
        card = card_of(compiled, given, own)
    if as_json:
        print(CARD.dump_json(card, by_alias=True, indent=2).decode())
        return
    console = Console()
    table = Table("指标", "分值", "自评", "复算", "状态", title=compiled.scheme.title)
    for one in card.indicators:
        computed = plain(one.low) if one.low == one.high else f"{plain(one.low)}–{plain(one.high)}"
        own_points, most = (
            plain(points) if points is not None else "" for points in (one.self_assessed_points, one.max_points)
        )
        table.add_row(one.title, most, own_points, computed, STATUS[one.status])
    console.print(table)
    console.print(summary(card))


def explain_command(
    report: Report = None,
    scheme: SchemeName = "",
    evidence: EvidenceFile = None,
    indicator: Annotated[str, typer.Option("--indicator", help="只看一个指标（编号或名称）")] = "",
) -> None:
    """逐项说明得分的理由，一项一句."""
    with plain_errors():
        compiled, given, own = gather(report, scheme, evidence)
        card = card_of(compiled, given, own)
    chosen = [one for one in card.indicators if indicator in ("", one.id, one.title)]
    if not chosen:
        fail(f"没有指标 {indicator}，可用的有：{'、'.join(one.id for one in card.indicators)}")
    for one in chosen:
        print(f"{one.title}（{one.id}）\n  {one.sentence}")
        if one.edge:
            shown, exact = plain(one.edge.printed_points), plain(one.edge.exact_points)
            print(f"  注意：按显示值 {plain(one.edge.printed)} 会得 {shown} 分，按精确值得 {exact} 分")
        for change in one.points_back.inputs if one.points_back else []:
            to = f" 变为 {plain(change.to)} {change.unit}" if change.to is not None else ""
            print(f"  {change.title}{to}，可得 {plain(change.points)} 分")
    print(summary(card))


def verify_command(
    scorecard: Annotated[Path, typer.Argument(help="公布的评分结果（JSON），或公开结果的文件夹（jixiao bundle）")],
    report: Report = None,
    scheme: SchemeName = "",
    evidence: EvidenceFile = None,
) -> None:
    """按公开的数据重算，核对公布的评分结果；不一致时指出并以 1 退出。文件夹则逐个文件核对、逐份报告重算."""
    if scorecard.is_dir():
        verify_bundle(scorecard)
        return
    with plain_errors():
        try:
            published = CARD.validate_json(read_file(scorecard))
        except ValidationError as error:
            first = "/".join(map(str, error.errors()[0]["loc"]))
            fail(f"{scorecard} 不是一份评分结果：{error.error_count()} 处不对，第一处在 /{first}")
        compiled, given, own = gather(report, scheme, evidence)
        difference = first_difference(published, compiled, given, own)
    if difference:
        fail(f"不一致：{difference.message}")
    print(f"一致：{published.scheme.id} 第 {published.scheme.version} 版，回执 {published.receipt.sha256}")


def summary(card: Scorecard) -> str:
    """The totals in a line or two."""
    low, high = card.computed.low, card.computed.high
    computed = f"{plain(low)} 分" if low == high else f"{plain(low)} 至 {plain(high)} 分"
    rating = card.computed.rating or f"{card.computed.rating_low}至{card.computed.rating_high}"
    own = (
        f"自评 {plain(card.self_assessed.points)} 分 {card.self_assessed.rating or ''}；" if card.self_assessed else ""
    )
    figures, judgement, word = (plain(part) for part in (card.proof.figures, card.proof.judgement, card.proof.word))
    proof = f"数据证明 {figures} 分，评审判断 {judgement} 分，凭填报 {word} 分"
    return f"{own}复算 {computed}（{rating}）；{proof}"


STATUS = {
    "computed": "已算出",
    "needs_evidence": "缺数据",
    "judged": "判断项",
    "not_applicable": "不适用",
    "unscored": "暂不评分",
}
