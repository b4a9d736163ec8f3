"""The catalogue of checks as a page (Markdown): what each looks for, why, how grave it is, and both of its examples."""

from collections.abc import Iterator
from typing import Final

from app.domain.checks.catalogue import BY_ID, CATALOGUE
from app.domain.checks.check import Check
from app.domain.checks.examples import findings_of
from app.domain.checks.finding import Stage
from app.domain.decimals import shortest

HEAD: Final = """\
# 检查目录

系统像有经验的财政人员那样读每一份自评报告：每个数、每句话都和别处对照，对不上的逐条指出——在哪里、差多少、为什么要紧、怎样改。
“错误”改正以后才能送审，“提醒”由人判断。四舍五入造成的差不算错；空白、0、无、不适用是四回事。

方案可以改一项检查的参数，或写明理由停用它（[编写评分方案](schemes.md)）：

`checks: {编号: {parameters: {…}, off: "理由"}}`

本页由 `jixiao checks > docs/checks.md` 生成，例子都由测试验证，请不要手工修改。
"""


def catalogue_page() -> str:
    """The whole page."""
    return "\n".join((HEAD, *_index(), *(line for check in CATALOGUE for line in _section(check))))


def _index() -> Iterator[str]:
    yield f"| 编号 | 检查 | {' | '.join(stage.label for stage in Stage)} |"
    yield f"|---|---|{'---|' * len(Stage)}"
    for check in CATALOGUE:
        yield f"| [{check.id}](#{check.id.lower()}) | {check.title} | {' | '.join(_levels(check))} |"
    yield ""


def _levels(check: Check) -> list[str]:
    """How grave it is at each stage; 不查 where it is not looked for."""
    found = (check.severity.get(stage) for stage in Stage)
    return [severity.label if severity is not None else "不查" for severity in found]


def _section(check: Check) -> Iterator[str]:
    levels = "，".join(f"{stage.label} {level}" for stage, level in zip(Stage, _levels(check), strict=True))
    yield f"## {check.id}"
    yield ""
    yield f"**{check.title}**"
    yield ""
    yield f"- 为什么：{check.reason}。"
    yield f"- 依据：{check.source}。"
    yield f"- 等级：{levels}。"
    for name, parameter in check.parameters.items():
        default = shortest(parameter.default)
        setting = f'`checks: {{{check.id}: {{parameters: {{{name}: "{default}"}}}}}}`'
        yield f"- 参数 `{name}`：{parameter.title}，默认 {default}{_unit(parameter.unit)}；方案里写 {setting}。"
    if check.follows:
        named = "、".join(f"[{one}](#{one.lower()}) {BY_ID[one].title}" for one in check.follows)
        yield f"- 相关：{named}；同一处错误随它们一起说，不重复。"
    yield f"- 不算问题：{check.passing.text}。"
    yield f"- 算问题：{check.failing.text}："
    yield ""
    for finding in findings_of(check.failing):
        yield f"  > {finding.message}"
    yield ""


def _unit(unit: str) -> str:
    return unit if unit in ("", "%") else f" {unit}"
