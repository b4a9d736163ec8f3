"""C3: a problem that the narrative names beside full marks, and points withheld for what no problem mentions."""

from collections.abc import Iterator, Sequence
from typing import Final

from app.domain.checks.check import WARNING, Check, Example, Found
from app.domain.checks.examined import Examined
from app.domain.checks.finding import Fix
from app.domain.checks.interval import Interval, exactly
from app.domain.checks.marks import Mark
from app.domain.checks.problems import Sentence, may_name, names, problem_sentences, touching
from app.domain.checks.wording import quoted
from app.domain.decimals import ZERO, shortest
from app.domain.prose.words import has_any

IN_COMMON: Final = 4
"""So many characters of a reason in a row, found in the problems, are the same matter."""


def find(report: Examined) -> Iterator[Found]:
    """Nothing where the narrative has no problems: neither is then contradicted."""
    sentences = problem_sentences(report)
    if not sentences or report.weighted_twice:
        return
    known = [mark for mark in report.marks if mark.given is not None and mark.maximum is not None]
    deducted = [mark for mark in known if mark.deducted > ZERO]
    known_words = [word for mark in deducted for word in touching(mark.title)]
    others = [one for one in sentences if not has_any(one.text, known_words)]
    if others:
        text = "。".join([one.text for one in others])
        for mark in known:
            full = mark.deducted == ZERO and len(mark.rows) == 1 and may_name(mark.title, text)
            if full and (said := named_in(report, mark, others)):
                yield full_in_spite(mark, said)
    everything = "。".join([one.text for one in sentences])
    silent = [mark for mark in deducted if not _mentioned(mark, everything)]
    if silent:
        yield unmentioned(silent, sentences)


def named_in(report: Examined, mark: Mark, sentences: Sequence[Sentence]) -> Sentence | None:
    """The first sentence that names the indicator; `sentences` are not about one that points were withheld for."""
    group = report.form.self_scoring.rows[mark.rows[0]].group
    return next((one for one in sentences if names(mark.title, group, one.text)), None)


def _mentioned(mark: Mark, problems: str) -> bool:
    if any(has_any(problems, touching(title)) for title in mark.title.split("、")):
        return True
    reason = mark.reason
    return any(reason[at : at + IN_COMMON] in problems for at in range(len(reason) - IN_COMMON + 1))


def full_in_spite(mark: Mark, said: Sentence) -> Found:
    """A problem with full marks."""
    start, end = said.span
    points, most = mark.cell("self_assessed_points"), shortest(mark.maximum or ZERO)
    return Found(
        at=said.pointer,
        span=said.span,
        amount=f"{quoted(said.text.strip())}列为问题，而“{mark.title}”自评 {most} 分，是满分 {most} 分",
        fixes=(
            Fix(f"按评分标准核对“{mark.title}”的得分，确有问题的扣分并写明原因"),
            Fix("问题与该指标的评分标准无关的，写明是哪方面的问题"),
        ),
        repairs={f"{said.pointer}#{start}:{end}": None, points: None},
        others=(points,),
    )


def unmentioned(silent: Sequence[Mark], sentences: Sequence[Sentence]) -> Found:
    """All that lost points and is no problem."""
    told = "、".join(f"“{mark.title}”扣 {shortest(mark.deducted)} 分" for mark in silent)
    return Found(
        at=sentences[0].pointer,
        amount=f"{told}，存在的问题中都没有提到",
        fixes=(Fix("在存在的问题中写明扣分指标反映的问题，并写出改进措施"),),
        repairs={sentences[0].pointer: None, **_restored(silent)},
        others=tuple(mark.cell("self_assessed_points") for mark in silent),
        why="扣分的指标就是存在的问题，文字部分应当与评分一致",
    )


def _restored(silent: Sequence[Mark]) -> dict[str, Interval | None]:
    """The points that would need no mention, where one indicator alone lost some: then they may be what is wrong."""
    if len(silent) != 1 or silent[0].maximum is None:
        return {}
    return {silent[0].cell("self_assessed_points"): exactly(silent[0].maximum)}


CHECK: Final = Check(
    id="C3",
    title="存在的问题与得分不一致",
    reason="列为问题的事项却得满分，说明问题或得分有一处不实",
    source="自评报告表式第五部分“存在的主要问题”；部门整体支出绩效评价评分表",
    severity=WARNING,
    find=find,
    follows=("B2", "B4"),
    passing=Example(
        "问题与各项指标都无关，扣分的两项另有提到",
        {
            "/form/narrative/sections/3/text": (
                "一是制度执行缺少记录；二是边远乡镇查档不便，社会效益不明显；三是库房面积不足，年轻干部偏少。"
            )
        },
    ),
    failing=Example(
        "问题写公务卡使用，公务卡刷卡率得满分",
        {
            "/form/narrative/sections/3/text": (
                "一是制度执行缺少记录；二是社会效益在边远乡镇不明显；三是公务卡使用还不普遍。"
            )
        },
    ),
)
