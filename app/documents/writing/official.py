"""The form as the official paper: cover, one table for parts one to four, the narrative, and annex 附件2-2.

Cells say what the form holds. Nothing is computed but the points that the form prints beside the headings of its
scoring table, as the sum of the 分值 below. An empty list leaves a blank row to be filled in by hand.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from app.documents.writing.sheet import ABOVE, ACROSS, UNDATED, Box, Line, Look, Paper, Row, Table, drawn, runs, spread
from app.documents.writing.words import written, written_date
from app.domain.decimals import ZERO, shortest
from app.domain.form.cover import Cover
from app.domain.form.evaluators import EvaluationPanel, Evaluator, Preparer, SignaturePlace
from app.domain.form.finances import InstitutionRow
from app.domain.form.form import Form
from app.domain.form.objectives import Objectives, QualitativeObjective, TargetKind
from app.domain.form.profile import Profile
from app.domain.form.references import filled
from app.domain.form.self_scoring import ScoringRow, SelfScoring

WIDTH: Final = 9638
"""A4 between margins of 2 cm."""

MASKED: Final = "公开稿（个人信息已隐去）"

_PAIR: Final = (1838, 2981, 1838, 2981)
_INSTITUTION: Final = 1838
_SIDE: Final = 1270
"""The label at the side of the objectives."""
_OBJECTIVES: Final = (_SIDE, 5184, 3184)
_TARGETS: Final = (_SIDE, 1650, 1250, 3234, 2234)
_PANEL: Final = (1838, 2600, 3000, 2200)
_SCORING: Final = (1010, 1010, 1340, 3500, 600, 700, 1478)
_SIGNING_HEIGHT: Final = 1500

HEADINGS: Final[Mapping[str, Sequence[Sequence[str]]]] = {
    "revenue": (
        ("机构名称", "收入合计", "其中：", ACROSS, ACROSS, ACROSS, ACROSS),
        (ABOVE, ABOVE, "上年结转", "公共财政拨款", "政府基金拨款", "纳入专户管理的非税收入拨款", "其他收入"),
    ),
    "expenditure": (
        ("机构名称", "支出合计", "其中：", ACROSS, ACROSS, ACROSS, "结余", ACROSS),
        (ABOVE, ABOVE, "基本支出", "其中：", ACROSS, "项目支出", "当年结余", "累计结余"),
        (ABOVE, ABOVE, ABOVE, "人员支出", "公用支出", ABOVE, ABOVE, ABOVE),
    ),
    "three_public": (
        ("机构名称", "三公经费合计", "其中：", ACROSS, ACROSS, ACROSS),
        (ABOVE, ABOVE, "公务接待费", "公务用车运维费", "公务用车购置费", "因公出国费"),
    ),
    "fixed_assets": (
        ("机构名称", "固定资产合计", "其中：", ACROSS, "其他"),
        (ABOVE, ABOVE, "在用固定资产", "出租固定资产", ABOVE),
    ),
}
SCORING_HEADING: Final = (
    "一级指标", "二级指标", "三级指标", "评分标准", "分值", "自评得分", "扣分原因和其他说明",
)  # fmt: skip

SCORING_TITLE: Final = Line("部门整体支出绩效评价评分表", Look.CHAPTER)

_OUTPUT: Final = (
    "产出目标\n（部门工作实绩，包含上级部门和区委区政府布置的重点工作、实事任务等，根据部门实际进行调整细化）"
)
_EFFECT: Final = "效益目标\n（预期实现的效益）"
_OUTPUTS: Final = frozenset({TargetKind.QUALITY, TargetKind.QUANTITY, TargetKind.TIMELINESS, TargetKind.COST})


def official_paper(form: Form, *, printed: bool = False, note: str = "") -> Paper:
    """The form on paper. A `printed` copy has the narrative's references written out; one to work on keeps them."""
    scoring = form.self_scoring
    main = (*profile_rows(form.profile), *finance_rows(form), *objective_rows(form), *panel_rows(form.panel))
    body: tuple[Line | Table, ...] = (
        Table("部门（单位）基本概况、收支情况、绩效自评情况和评价人员", main),
        preparer_line(form.preparer),
        *narrative_lines(form, printed=printed),
        Line("附件2-2", Look.ANNEX, new_page=True),
        SCORING_TITLE,
        Table("部门整体支出绩效评价评分表", tuple(scoring_rows(scoring))),
    )
    cover = form.cover
    date = cover.report_date if isinstance(cover.report_date, str) else UNDATED
    return Paper(cover.title or "部门整体支出绩效自评报告", tuple(cover_lines(cover)), body, date, note)


def cover_lines(cover: Cover) -> Iterator[Line]:
    """封面."""
    yield Line(cover.title, Look.COVER_TITLE)
    for label, value in (
        ("部门（单位）名称", cover.department_name),
        ("预算编码", cover.budget_code),
        ("评价方式", cover.evaluation_method),
        ("评价机构", cover.evaluation_body),
    ):
        yield Line(f"{label}：{value}", Look.COVER_LINE)
    yield Line(f"报告日期：{written_date(cover.report_date)}", Look.COVER_FOOT)
    yield Line(f"{cover.issuer}（制）" if cover.issuer else "", Look.COVER_FOOT)


def _full(text: str, look: Look, height: int = 0) -> Row:
    """A row of one cell."""
    return Row((Box(text, WIDTH, look),), heading=look is Look.PART, height=height)


def profile_rows(profile: Profile) -> Iterator[Row]:
    """一、部门（单位）基本概况."""
    yield _full("一、部门（单位）基本概况", Look.PART)
    yield _pairs(("联系人", profile.contact), ("联络电话", profile.phone))
    posts, staff = written(profile.established_posts), written(profile.staff_in_post)
    yield _pairs(("人员编制", posts), ("实有人数", staff), look=Look.FIGURE)
    for label, text in (
        ("职能职责概述", profile.duties),
        ("年度主要工作内容", profile.main_work),
        ("年度部门（单位）总体运行情况及取得的成绩", profile.achievements),
    ):
        yield Row((Box(label, _PAIR[0], Look.LABEL), Box(text, WIDTH - _PAIR[0], Look.TEXT)), height=900)


def _pairs(*pairs: tuple[str, str], look: Look = Look.VALUE) -> Row:
    texts = [one for pair in pairs for one in pair]
    looks = (Look.LABEL, look) * len(pairs)
    return Row(tuple(map(Box, texts, _PAIR, looks)))


def finance_rows(form: Form) -> Iterator[Row]:
    """二、部门（单位）收支情况."""
    yield _full("二、部门（单位）收支情况", Look.PART)
    yield _full("年度收入情况（万元）", Look.PART)
    yield from _finance("revenue", form.revenue.rows, form.revenue.total)
    yield _full("部门（单位）年度支出和结余情况（万元）", Look.PART)
    yield from _finance("expenditure", form.expenditure.rows, form.expenditure.total)
    yield from _finance("three_public", form.three_public.rows, form.three_public.total)
    yield from _finance("fixed_assets", form.fixed_assets.rows, form.fixed_assets.total)


def _finance(name: str, rows: Sequence[InstitutionRow], total: InstitutionRow | None) -> Iterator[Row]:
    heading = HEADINGS[name]
    columns = len(heading[0])
    widths = (_INSTITUTION, *spread(WIDTH - _INSTITUTION, columns - 1))
    looks = (Look.VALUE, *(Look.FIGURE,) * (columns - 1))
    yield from drawn(heading, widths)
    if total is not None and not total.institution:
        total = total.model_copy(update={"institution": "合计"})  # else it would be one more institution
    for row in (*rows, *([total] if total is not None else [])):
        yield Row(tuple(map(Box, _cells(row), widths, looks)))
    if not rows and total is None:
        yield Row(tuple(map(Box, ("",) * columns, widths, looks)))


def _cells(row: InstitutionRow) -> Iterator[str]:
    """A row as the form has it; the model's fields stand in the order of its columns, the institution first."""
    for name in type(row).model_fields:
        value: Any = getattr(row, name)
        yield value if name == "institution" else written(value)


def objective_rows(form: Form) -> Iterator[Row]:
    """三、部门（单位）整体支出绩效自评情况."""
    objectives = form.objectives
    yield _full("三、部门（单位）整体支出绩效自评情况", Look.PART)
    goals = objectives.qualitative or (QualitativeObjective(),)
    side = Box("整体支出绩效定性目标及实施计划完成情况", _SIDE, Look.LABEL, len(goals) + 1)
    yield _beside(side, ("预期目标", "实际完成"), _OBJECTIVES[1:], Look.LABEL)
    for goal in goals:
        yield _beside(_covered(_SIDE), (goal.objective, goal.result), _OBJECTIVES[1:], Look.TEXT)
    yield from _targets(objectives)
    yield from _overall(form.self_scoring)


def _beside(side: Box, texts: Sequence[str], widths: Sequence[int], look: Look) -> Row:
    return Row((side, *(Box(text, width, look) for text, width in zip(texts, widths, strict=True))))


def _covered(width: int) -> Box:
    return Box("", width, Look.LABEL, 0)


def _targets(objectives: Objectives) -> Iterator[Row]:
    targets = objectives.quantitative
    count = max(len(targets), 1)
    _, block_width, kind_width, *widths = _TARGETS
    side = Box("整体支出绩效定量目标及实施计划完成情况", _SIDE, Look.LABEL, count + 1)
    titles = ("评价内容", "绩效目标", "完成情况")
    yield _beside(side, titles, (block_width + kind_width, *widths), Look.LABEL)
    if not targets:
        yield _beside(_covered(_SIDE), ("", "", "", ""), _TARGETS[1:], Look.TEXT)
    blocks = [one.kind in _OUTPUTS for one in targets]
    kinds = runs([(block, one.kind) for block, one in zip(blocks, targets, strict=True)])
    block_rows = runs(blocks)
    for at, one in enumerate(targets):
        block = Box(
            _merged(_OUTPUT if blocks[at] else _EFFECT, block_rows[at]), block_width, Look.LABEL, block_rows[at]
        )
        kind = Box(_merged(one.kind.label, kinds[at]), kind_width, Look.LABEL, kinds[at])
        texts = (Box(one.target, widths[0], Look.TEXT), Box(one.result, widths[1], Look.TEXT))
        yield Row((_covered(_SIDE), block, kind, *texts))


def _merged(text: str, rows: int) -> str:
    """The text where its merged cell begins."""
    return text if rows else ""


def _overall(scoring: SelfScoring) -> Iterator[Row]:
    label, value = _SIDE + _TARGETS[1] + _TARGETS[2], _TARGETS[3] + _TARGETS[4]
    points = Box(written(scoring.overall_points), value, Look.FIGURE)
    yield Row((Box("绩效自评综合得分", label, Look.LABEL), points))
    yield Row((Box("评价等次", label, Look.LABEL), Box(scoring.rating, value, Look.VALUE)))


def panel_rows(panel: EvaluationPanel) -> Iterator[Row]:
    """四、评价人员."""
    yield _full("四、评价人员", Look.PART)
    yield from drawn((("姓  名", "职务/职称", "单  位", "签  字"),), _PANEL)
    for one in panel.evaluators or (Evaluator(),) * 3:
        texts = (one.name, one.position, one.organisation, one.signature)
        yield Row(tuple(Box(text, width, Look.VALUE) for text, width in zip(texts, _PANEL, strict=True)))
    yield _signing("", "评价组组长（签字）：", panel.panel_lead)
    department, finance = panel.department_opinion, panel.finance_opinion
    yield _signing(f"部门（单位）意见：{department.opinion}\n", "部门（单位）负责人（签章）：", department)
    yield _signing(f"财政部门归口业务科室意见：{finance.opinion}\n", "财政部门归口业务科室负责人（签章）：", finance)


def _signing(opinion: str, head: str, place: SignaturePlace) -> Row:
    text = f"{opinion}{head}{place.signature}\n{written_date(place.date)}"
    return _full(text, Look.SIGNED, _SIGNING_HEIGHT if opinion else 0)


def preparer_line(preparer: Preparer) -> Line:
    """填报人."""
    return Line(f"填报人（签名）：{preparer.name}                         联系电话：{preparer.phone}", Look.PREPARER)


def narrative_lines(form: Form, *, printed: bool) -> Iterator[Line]:
    """五、评价报告综述（文字部分）; its references are written out where it is `printed`."""
    yield Line("五、评价报告综述（文字部分）", Look.CHAPTER, new_page=True)
    if form.narrative.title:
        yield Line(form.narrative.title, Look.TITLE)
    for one in form.narrative.sections:
        yield Line(f"{one.number}、{one.title}" if one.number else one.title, Look.SECTION)
        text = filled(one.text, form) if printed else one.text
        for line in text.split("\n") if text else ():
            yield Line(line, Look.BODY)


def scoring_rows(scoring: SelfScoring) -> Iterator[Row]:
    """附件2-2: 部门整体支出绩效评价评分表."""
    yield from drawn((SCORING_HEADING,), _SCORING, repeated=True)
    rows = scoring.rows
    merges = (
        runs([row.category or None for row in rows]),
        runs([(row.category, row.group) if row.group else None for row in rows]),
        [1] * len(rows),
        runs([(row.category, row.group, row.criterion) if row.criterion else None for row in rows]),
        shared_points(rows),
        [1] * len(rows),
        [1] * len(rows),
    )
    looks = (*(Look.LABEL,) * 3, Look.TEXT, Look.FIGURE, Look.FIGURE, Look.TEXT)
    for at, row in enumerate(rows):
        above = rows[at - 1] if at else ScoringRow()
        headings = (
            _with_points(row.category, rows[at : at + merges[0][at]]) or _none(any(one.category for one in rows[:at])),
            _with_points(row.group, rows[at : at + merges[1][at]])
            or _none(bool(above.group) and above.category == row.category),
        )
        boxes = zip((*headings, *_scoring_texts(row)), _SCORING, looks, merges, strict=True)
        yield Row(tuple(Box(_merged(text, merge[at]), width, look, merge[at]) for text, width, look, merge in boxes))
    stated = (written(scoring.max_points_total), written(scoring.self_assessed_points_total))
    texts = ("总  分", "", "", "", *stated, "")
    yield Row(tuple(map(Box, texts, _SCORING, (Look.LABEL, *(Look.FIGURE,) * 6))))


def _none(below_a_heading: bool) -> str:  # noqa: FBT001 - what it is called with says it
    """How a row says that it has no heading, where a blank cell would be read as the heading above it."""
    return "—" if below_a_heading else ""


def _scoring_texts(row: ScoringRow) -> tuple[str, ...]:
    return (
        row.indicator, row.criterion, written(row.max_points), written(row.self_assessed_points), row.deduction_reason,
    )  # fmt: skip


def _with_points(heading: str, rows: Sequence[ScoringRow]) -> str:
    """投入（15分）: the form prints what the 分值 below a heading add up to, where all of them are figures."""
    given = [row.max_points for row in rows if row.max_points is not None]
    figures = [Decimal(one) for one in given if isinstance(one, str)]
    if not heading or not figures or len(figures) < len(given):
        return heading
    return f"{heading}\n（{shortest(sum(figures, start=ZERO))}分）"


def shared_points(rows: Sequence[ScoringRow]) -> list[int]:
    """The rows each 分值 covers: those after it whose own is blank while they have points, within one criterion."""
    found = [0] * len(rows)
    start = 0
    for at, row in enumerate(rows):
        shared = row.max_points is None and row.self_assessed_points is not None and at > 0
        if not (shared and _wording(row) == _wording(rows[start])):
            start = at
        found[start] += 1
    return found


def _wording(row: ScoringRow) -> tuple[str, str, str]:
    return row.category, row.group, row.criterion
