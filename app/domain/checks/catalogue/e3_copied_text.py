"""E3: text that belongs to another department.

Two signs of it. A text of another department's report that stands here almost word for word, as the index of passages
has found it. And, from the report alone, a narrative that states the duties of a field which its own duties, work,
achievements and name do not know; goals on that field are told with it. A goal that merely goes beyond the duties is
normal and says nothing.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from app.domain.checks.check import WARNING, Check, Example, Found, Parameter
from app.domain.checks.context import Context, Passage
from app.domain.checks.examined import Examined
from app.domain.checks.finding import Cited, Fix, Severity, Stage
from app.domain.checks.wording import quoted
from app.domain.form.form import Form
from app.domain.places import title_at
from app.domain.prose.official import own_pieces, terms
from app.domain.prose.passages import Text, paragraphs, passages_of
from app.domain.prose.shingles import Common, bare, common, shingles

SAME: Final = Parameter("与其他部门的文字相同达到此比例即提醒", Decimal(70), "%")
COPIED: Final = Parameter("相同达到此比例，且篇幅够长，即为错误", Decimal(90), "%")
LENGTH: Final = Parameter("相同的文字至少这么多才提醒，套话、数字和标点不计", Decimal(40), "字")
LONG: Final = Parameter("相同的文字至少这么多才算错误", Decimal(60), "字")


def find(report: Examined) -> Iterator[Found]:
    """What other reports say word for word, then what the report's own duties do not know."""
    if report.context.passages:
        yield from repeated(report)
    yield from foreign(report)


class Repeated(NamedTuple):
    """A passage of the report, the text of another department that it repeats, and how much of it."""

    ours: Text
    theirs: Passage
    same: Common


def repeated(report: Examined) -> Iterator[Found]:
    """A finding a department that was copied from; its further passages are linked to the one that has most of it."""
    by_department: dict[str, list[Repeated]] = {}
    for one in most_alike(report):
        by_department.setdefault(one.theirs.department, []).append(one)
    for found in by_department.values():
        found.sort(key=lambda one: one.same.length, reverse=True)
        first = found[0].ours.pointer
        for one in found:
            yield told(report, one, first)


def most_alike(report: Examined) -> Iterator[Repeated]:
    """Each passage of the report that another department's resembles enough, with the one that resembles it most."""
    least, length = _share(report, "same", SAME), report.parameter("E3", "length", LENGTH.default)
    theirs = [(one, own_pieces(one.text)) for one in report.context.passages if not _older_here(report, one)]
    for ours in passages_of(report.form):
        pieces = own_pieces(ours.text)
        alike = [Repeated(ours, one, common(pieces, there)) for one, there in theirs]
        alike = [one for one in alike if one.same.share >= least and one.same.length >= length]
        if alike:
            yield max(alike, key=lambda one: one.same.length)


def told(report: Examined, one: Repeated, first: str) -> Found:
    """The finding of one passage; their words are cited and never quoted, since not everybody may read them."""
    ours, theirs, same = one
    source = source_of(theirs)
    length = report.parameter("E3", "long", LONG.default)
    copied = same.share >= _share(report, "copied", COPIED) and same.length >= length
    return Found(
        at=ours.pointer,
        span=(ours.start, ours.start + len(ours.text)),
        amount=(f"{quoted(ours.text)}与{source}有 {same.share:.0%} 相同（约 {same.length} 字，套话不计）"),
        fixes=(
            Fix("按本部门的职责和当年工作重写这一段"),
            Fix(f"如确是两个部门共同的工作，在文中写明与{theirs.department}的分工"),
        ),
        repairs={ours.pointer: None, first: None},
        cited=(Cited(f"本报告·{title_of(ours.pointer)}", ours.text), Cited(source, theirs.text)),
        why="自评报告应当写本部门的事，与其他部门雷同的文字不能作为本部门绩效的依据",
        severity=_copied(report) if copied else None,
    )


def source_of(passage: Passage) -> str:
    """Where a text of another report is from: 网信办2021年度报告·职能职责概述."""
    return f"{passage.department}{passage.fiscal_year}年度报告·{title_of(passage.pointer)}"


def _copied(report: Examined) -> Severity:
    return Severity.WARNING if report.stage is Stage.DRAFT else Severity.ERROR


def title_of(pointer: str) -> str:
    """The cell of a report that a passage stands in: 职能职责概述, 评价报告综述."""
    path = pointer.removeprefix("/form/")
    return "评价报告综述" if path.startswith("narrative/") else title_at(path)


def _older_here(report: Examined, theirs: Passage) -> bool:
    """Whether the department itself had the text in its report of that year or earlier: then it was copied there."""
    pieces = own_pieces(theirs.text)
    return any(
        common(own_pieces(one.text), pieces).share >= 0.6
        for year, form in report.context.history.items()
        if year <= theirs.fiscal_year
        for one in passages_of(form)
    )


def _share(report: Examined, name: str, parameter: Parameter) -> float:
    return float(report.parameter("E3", name, parameter.default)) / 100


_OVERVIEW: Final = re.compile("概况|基本情况|职能|职责|简介")
_SENTENCES: Final = re.compile(r"[^。;；\n]{1,300}")
_CLAUSES: Final = re.compile(r"[^\s,，;；。][^,，;；。\n]*")
_DUTY: Final = re.compile(
    r"[\s0-9一二三四五六七八九十、.（）()]*(?:主要)?(?:贯彻|落实|负责|承担|主管|拟订|组织|指导|统筹)"
)
_FIELD: Final = re.compile("(?:贯彻|落实|执行).{0,60}关于.{2,60}的(?:方针|政策|决策|部署|法律|法规)")
_DEFINED: Final = re.compile("(?:贯彻|落实|执行).{2,60}的(?:方针|政策|决策|部署)")
_EVERYBODY: Final = re.compile(
    "党的|党员|意识形态|安全生产|乡村振兴|脱贫|扶贫|三农|“三农”|疫情|巡视|巡察|统一战线|统战|群团|信访|维稳|平安|保密|法治|依法"
    "|生态|环保|环境|人才|创建|文明城市|应急|国家安全|综治|社会治理|政法|预算|财政|财经|民生|经济社会|稳增长"
)
"""Fields in which every department has its share."""
_GENERALIST: Final = re.compile("街道|[镇乡]|管委会|管理委员会|园区|开发区|人民政府|政府办|委办|事务所|集团|公司")
"""Names of those whose field is everything, or no field of administration at all."""
_ENOUGH: Final = 4
"""Pairs of characters that a field has at least, before it is told apart from another."""
_LONG_ENOUGH: Final = 20
"""Characters of the duties' cell, before anything is told from its silence."""
_KNOWN: Final = 0.2
"""The share of them that the report's own duties may know by chance."""


def foreign(report: Examined) -> Iterator[Found]:
    """The duties of an unknown field in the narrative's overview, and linked to them the goals on that field."""
    statement = foreign_statement(report)
    if statement is None:
        return
    own, duties = own_text(report.form), report.form.profile.duties
    strange = frozenset(term for term in terms(statement.text) if term not in own)
    cited = [Cited(f"本报告·{title_of(statement.pointer)}", statement.text), Cited("本报告·职能职责概述", duties)]
    origin = origin_of(report, statement)
    if origin is not None:
        cited.append(Cited(source_of(origin), origin.text))
    yield Found(
        at=statement.pointer,
        span=(statement.start, statement.start + len(statement.text)),
        amount=(
            f"这里写{quoted(statement.text, 60)}，而职能职责概述写的是{quoted(duties.strip(), 60)}，"
            "两处不是同一领域的职责" + (f"；同样的话见{source_of(origin)}" if origin is not None else "")
        ),
        fixes=(Fix("按职能职责概述重写这一段"), Fix("如确有这项职责，把它补进职能职责概述")),
        repairs={statement.pointer: None, "/form/profile/duties": None},
        cited=tuple(cited),
        severity=_copied(report) if origin is not None else None,
    )
    for goal in goals_on(strange, report.form, own):
        yield Found(
            at=goal.pointer,
            span=(goal.start, goal.start + len(goal.text)),
            amount=f"{title_of(goal.pointer)}{quoted(goal.text)}同样不在本部门的职责和主要工作之内",
            fixes=(Fix("改为本部门的目标"),),
            repairs={statement.pointer: None, goal.pointer: None},
        )


def origin_of(report: Examined, statement: Text) -> Passage | None:
    """The text of another department that has the statement word for word, formulas included."""
    if not report.context.passages:
        return None
    pieces = shingles(bare(statement.text))
    alike = [(common(pieces, shingles(bare(one.text))).of_ours, one) for one in report.context.passages]
    share, origin = max(alike, key=lambda pair: pair[0], default=(0.0, None))
    return origin if share >= _share(report, "copied", COPIED) else None


def foreign_statement(report: Examined) -> Text | None:
    """The first sentence of the overview that states such duties; None where any other states known ones."""
    form, stated = report.form, list(statements(report))
    if not any(_FIELD.search(one.text) for one in stated) or _GENERALIST.search(form.cover.department_name):
        return None
    if len(form.profile.duties) < _LONG_ENOUGH or not form.cover.department_name.strip():
        return None
    own, found = own_text(form), None
    for one in stated:
        if _EVERYBODY.search(one.text):
            continue
        subject = terms(one.text)
        if not subject:
            continue
        known = sum(term in own for term in subject)
        if known > _KNOWN * len(subject) or _named_after(subject, form.cover.department_name):
            return None
        if found is None and len(subject) >= _ENOUGH and _FIELD.search(one.text) and _defining(one.text, form):
            found = one
    return found


def _defining(statement: str, form: Form) -> bool:
    """Whether a sentence says what a department is there for, and not one duty of several.

    It names the field for the centre and again for the county, or the duties' cell is written in the same way.
    """
    return statement.count("关于") > 1 or _DEFINED.search(form.profile.duties) is not None


def statements(report: Examined) -> Iterator[Text]:
    """The sentences of the narrative's overview that state duties."""
    for section, (pointer, text) in zip(report.form.narrative.sections, report.narrative, strict=True):
        if "贯彻" not in text or not _OVERVIEW.search(section.title):
            continue
        for line in paragraphs(pointer, text):
            for sentence in _SENTENCES.finditer(line.text):
                if _DUTY.match(sentence[0]):
                    yield Text(line.pointer, line.start + sentence.start(), sentence[0])


def own_text(form: Form) -> str:
    """What the report says of its department's field, apart from narrative and goals."""
    profile = form.profile
    rows = (row.institution for row in form.expenditure.rows)
    return "\n".join((profile.duties, profile.main_work, profile.achievements, form.cover.department_name, *rows))


def _named_after(subject: frozenset[str], department: str) -> bool:
    """Whether the department's name has so much as a character of the field: 三农 is 农业农村局's."""
    name = set(re.sub(".*[省市县区州](?!场)|[局委办室中心服务管理会部院站所]", "", department))
    return any(character in name for term in subject for character in term)


def goals_on(strange: frozenset[str], form: Form, own: str) -> Iterator[Text]:
    """The clauses of goals that are on a strange subject and on nothing that is the department's own."""
    goals = [(f"qualitative/{at}/objective", one.objective) for at, one in enumerate(form.objectives.qualitative)]
    goals += [(f"quantitative/{at}/target", one.target) for at, one in enumerate(form.objectives.quantitative)]
    for place, text in goals:
        if len(text) < _ENOUGH or not _speaks_of(strange, text):
            continue
        for clause in _CLAUSES.finditer(text):
            if _speaks_of(strange, clause[0]) and not _speaks_of(terms(clause[0]), own):
                yield Text(f"/form/objectives/{place}", clause.start(), clause[0])
                break


def _speaks_of(subject: Iterable[str], text: str) -> bool:
    for term in subject:  # noqa: SIM110 - a third of the time of any()
        if term in text:
            return True
    return False


_WATER: Final = (
    "贯彻落实中央关于水利改革和防汛抗旱工作的方针政策和决策部署，全面落实县委、县政府关于水旱灾害防御工作的部署要求。"
)
_ARCHIVES: Final = (
    "贯彻落实中央关于档案工作的方针政策和决策部署，全面落实县委、县政府关于数字档案馆建设工作的部署要求。"
)
_OVERVIEW_TEXT: Final = "核定编制40人，实有38人。"

CHECK: Final = Check(
    id="E3",
    title="文字属于其他部门",
    reason="报告应当写本部门的职责和工作，照搬其他部门的文字，就看不出财政资金用在了哪里",
    source="自评报告表式第一、三、五部分：职能职责、绩效目标和综述应当是同一部门的",
    severity=WARNING,
    find=find,
    parameters={"same": SAME, "copied": COPIED, "length": LENGTH, "long": LONG},
    passing=Example(
        "综述用官话写本部门的职责，另一部门的报告里有同样的套话",
        {"/form/narrative/sections/0/text": f"{_ARCHIVES}{_OVERVIEW_TEXT}"},
        Context(
            passages=(
                Passage(
                    7,
                    "示例县水利局",
                    2021,
                    "/form/narrative/sections/0/text",
                    f"{_WATER}严格执行中央八项规定精神，厉行节约，压缩三公经费。{_OVERVIEW_TEXT}",
                ),
            )
        ),
    ),
    failing=Example(
        "综述写的是水利部门的职责，时效目标也是防汛的",
        {
            "/form/narrative/sections/0/text": f"{_WATER}{_OVERVIEW_TEXT}",
            "/form/objectives/quantitative/2/target": "12月底前完成年度数字化；汛期第一时间处置防汛险情",
        },
    ),
)
