"""Reports that agree with themselves: random splits, rounding as offices round, prose written from the figures.

Nothing in them is a fault, however it is phrased: what an examination says of one is a false alarm.
"""

import random
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML

from app.domain.decimals import shortest
from app.domain.form.form import Form
from app.domain.form.supplement import Supplement
from app.domain.scoring.compiled import CompiledScheme
from app.domain.scoring.evidence import evidence_of
from app.domain.scoring.scorecard import IndicatorScore, Scorecard
from app.domain.scoring.scorer import score
from app.schemes.loader import example_schemes, shipped_schemes

WORKED: Final = Path(__file__).parents[1] / "schemes" / "worked"
CENT: Final = Decimal("0.01")
NAMES: Final = ("区档案服务中心", "区水利事务中心", "区文化馆", "区园林绿化所", "区机关事务服务中心")
DUTIES: Final = {
    "区档案服务中心": ("档案的收集、保管和利用", "档案"),
    "区水利事务中心": ("水利工程的建设、管护和防汛调度", "水利"),
    "区文化馆": ("群众文化活动的组织、辅导和场馆开放", "文化"),
    "区园林绿化所": ("城区园林绿化的建设、养护和监管", "绿化"),
    "区机关事务服务中心": ("机关办公用房、公务用车和后勤的保障", "后勤"),
}

YUEYANGLOU: Final[dict[str, Any]] = {
    "three_public_prior": "9.20",
    "three_public_budget": "9.00",
    "priority_project_budget": "279.00",
    "project_budget": "300.00",
    "initial_budget": "720.00",
    "budget_adjustment": "55.66",
    "late_earmarked_funds": "1",
    "procurement_actual": "60.00",
    "procurement_budget": "60.00",
    "official_card_usage": "62.50",
    "satisfaction_rate": "96.2",
    "budget_rules_checks": {"rules_exist": True, "rules_lawful": True, "rules_followed": False},
    "spending_breaches": {"lawful": "0", "approved": "0", "appraised": "0", "as_budgeted": "0", "no_diversion": "0"},
    "disclosure_checks": {
        "content": True,
        "on_time": True,
        "true_data": True,
        "complete_data": True,
        "accurate_data": True,
    },
    "asset_rules_checks": {"rules_exist": True, "rules_followed": True},
    "asset_breaches": {"intact": "0", "allocated": "0", "disposed": "0", "booked": "0", "paid_over": "0"},
    "work_assessment": "100",
    "pools": {"benefits": {"economic_benefit": "5", "social_benefit": "5", "ecological_benefit": "5"}},
    "economic_benefit_points": {"points": "4.5", "reason": "带动面还不够宽"},
    "social_benefit_points": {"points": "5"},
    "ecological_benefit_points": {"points": "5"},
}


def schemes() -> list[CompiledScheme]:
    """Every scheme that comes with the product."""
    return [*shipped_schemes(), *example_schemes()]


def a_consistent_report(scheme: CompiledScheme, dice: random.Random) -> tuple[Form, Supplement]:
    """A report under `scheme` that agrees with itself."""
    answers, pinned = _answers(scheme)
    if "work_assessment" in answers and dice.random() < 0.3:
        answers["work_assessment"] = "96"  # takes points off six rows at once
    supplement = Supplement.model_validate(answers)
    name = dice.choice(NAMES)
    data = _figures(name, pinned, dice)
    form = Form.model_validate(data)
    card = score(scheme, evidence_of(scheme.scheme, form, supplement))
    own = {one.id: _own_points(one) for one in card.indicators}
    data["self_scoring"] = _scoring_table(scheme, card, own)
    data["objectives"] = _objectives(name, dice)
    data["narrative"] = _narrative(name, data, card, own, dice)
    return Form.model_validate(data), supplement


def _answers(scheme: CompiledScheme) -> tuple[dict[str, Any], dict[str, str]]:
    """What the scheme asks beyond the form, and the cells that its worked example wants."""
    if scheme.scheme.id == "yueyanglou-2021":
        known: Mapping[str, Any] = YUEYANGLOU
    else:
        known = YAML(typ="safe").load((WORKED / f"{scheme.scheme.id}.yaml").read_text())["evidence"]
    known = {**known, **_UNREMARKABLE.get(scheme.scheme.id, {})}
    answers, pinned = {}, {}
    for evidence, answer in known.items():
        spec = scheme.scheme.evidence.get(evidence)
        if spec is not None and spec.source:
            pinned[spec.source] = answer
        else:
            answers[evidence] = answer
    return answers, pinned


_UNREMARKABLE: Final[dict[str, dict[str, Any]]] = {
    "national-form-2021": {
        "quantity_targets": [
            {"title": "办件", "target": "100", "actual": "120"},
            {"title": "宣传", "target": "10", "actual": "9"},
        ]
    },
    "hunan-table-2021": {"assets_in_use": "97.30", "three_public": "10.85"},
    "sichuan-table-2021": {
        "targets": [
            {"title": "甲", "target": "10", "actual": "12"},
            {"title": "乙", "target": "10", "actual": "9"},
            {"title": "丙", "target": "10", "actual": "10"},
        ]
    },
}
"""Instead of the worked examples' targets passed by far and rates right on an edge, which are worth a remark."""


def _cents(dice: random.Random, low: int, high: int) -> Decimal:
    return Decimal(dice.randint(low * 100, high * 100)) * CENT


def _split(total: Decimal, parts: int, dice: random.Random) -> list[Decimal]:
    cuts = sorted(dice.randint(0, int(total * 100)) for _ in range(parts - 1))
    edges = [0, *cuts, int(total * 100)]
    return [Decimal(b - a) * CENT for a, b in pairwise(edges)]


def _typed(value: Decimal, dice: random.Random) -> str:
    """As Excel leaves it: 429.20 or 429.2."""
    return shortest(value) if dice.random() < 0.3 else f"{value:.2f}"


def _figures(name: str, pinned: Mapping[str, str], dice: random.Random) -> dict[str, Any]:
    def wanted(pointer: str, otherwise: Decimal) -> Decimal:
        return Decimal(str(pinned[pointer])) if pointer in pinned else otherwise

    spent = wanted("/expenditure/total/total", _cents(dice, 300, 3000))
    operating = wanted("/expenditure/total/operating", (spent * dice.randint(8, 20) / 100).quantize(CENT))
    project = wanted("/expenditure/total/project", (spent * dice.randint(10, 60) / 100).quantize(CENT))
    carried = wanted("/revenue/total/prior_year_carryover", _cents(dice, 0, 50))
    left = wanted("/expenditure/total/cumulative_balance", _cents(dice, 0, 40))
    left = wanted("/expenditure/total/year_end_balance", left)
    income = spent + left
    other = min(_cents(dice, 0, 20), income - carried)
    sources = _split(income - carried - other, 3, dice)
    three = wanted("/three_public/total/total", _cents(dice, 4, 9))
    assets = wanted("/fixed_assets/total/total", _cents(dice, 50, 900))
    used = wanted("/fixed_assets/total/in_use", assets)
    posts = int(wanted("/profile/established_posts", Decimal(dice.randint(10, 90))))
    staff = int(wanted("/profile/staff_in_post", Decimal(posts - dice.randint(0, 3))))
    hospitality, running, purchases, travel = _split(three, 4, dice)
    columns = {
        "revenue": {
            "total": income,
            "prior_year_carryover": carried,
            "general_budget_appropriation": sources[0],
            "government_fund_appropriation": sources[1],
            "special_account_non_tax_revenue": sources[2],
            "other": other,
        },
        "expenditure": {
            "total": spent,
            "basic": spent - project,
            "personnel": spent - project - operating,
            "operating": operating,
            "project": project,
            "year_end_balance": left,
            "cumulative_balance": left,
        },
        "three_public": {
            "total": three,
            "official_hospitality": hospitality,
            "vehicle_running_costs": running,
            "vehicle_purchases": purchases,
            "overseas_travel": travel,
        },
        "fixed_assets": {"total": assets, "in_use": used, "leased_out": assets - used, "other": Decimal(0)},
    }
    share = dice.choice((None, None, None, dice.randint(40, 80))) if left >= 1 else None
    data = {table: _table(name, row, share, dice) for table, row in columns.items()}
    full = f"岳阳楼{name}"
    duty, _ = DUTIES[name]
    return data | {
        "cover": {
            "title": "2021年度部门（单位）整体支出绩效评价自评报告",
            "department_name": full,
            "budget_code": f"{dice.randint(100000, 999999)}",
            "fiscal_year": 2021,
            "evaluation_method": "部门（单位）绩效自评",
            "evaluation_body": "部门（单位）评价组",
            "report_date": "2022-05-10",
        },
        "profile": {
            "contact": "陈一",
            "phone": "07000000001",
            "established_posts": str(posts),
            "staff_in_post": str(staff),
            "duties": f"负责全区{duty}，指导基层单位的业务工作。",
            "main_work": f"1、完成{duty}的年度任务。\n2、开展业务培训和督查。",
            "achievements": f"年度任务按计划完成，{duty}的工作平稳有序。",
        },
        "panel": {
            "evaluators": [
                {"name": "陈二", "position": "副主任", "organisation": name, "signature": "陈二"},
                {"name": "陈三", "position": "财务股长", "organisation": name, "signature": "陈三"},
                {"name": "陈四", "position": "业务股长", "organisation": full, "signature": "陈四"},
            ],
            "panel_lead": {"signature": "陈二", "date": "2022-05-11"},
            "department_opinion": {"opinion": "同意", "signature": "陈五", "date": "2022-05-12"},
        },
        "preparer": {"name": "陈六", "phone": "07000000002"},
    }


def _table(name: str, row: Mapping[str, Decimal], share: int | None, dice: random.Random) -> dict[str, Any]:
    """One institution; or two, of which the first has `share` percent, that add up to a printed total row."""
    if share is None:
        return {"rows": [{"institution": name, **{key: _typed(value, dice) for key, value in row.items()}}]}
    first = _adding_up({key: (value * share / 100).quantize(CENT) for key, value in row.items()})
    second = {key: row[key] - first[key] for key in row}
    for half in (first, second):  # the balances are told for the whole department
        half.pop("year_end_balance", None)
        half.pop("cumulative_balance", None)
    rows = [{"institution": f"{name}本级", **_texts(first)}, {"institution": "服务站", **_texts(second)}]
    return {"rows": rows, "total": {"institution": "合计", **_texts(row)}}


def _texts(row: Mapping[str, Decimal]) -> dict[str, str]:
    return {key: f"{value:.2f}" for key, value in row.items()}


def _adding_up(row: dict[str, Decimal]) -> dict[str, Decimal]:
    """The totals of a row, made from its parts."""
    if "basic" in row:
        row["basic"] = row["personnel"] + row["operating"]
        row["total"] = row["basic"] + row["project"]
    else:
        row["total"] = sum((value for key, value in row.items() if key != "total"), start=Decimal(0))
    return row


def _own_points(one: IndicatorScore) -> Decimal | None:
    if one.computed_points is None:
        return None
    return one.computed_points + (one.bonus_points or 0)


def _scoring_table(scheme: CompiledScheme, card: Scorecard, own: Mapping[str, Decimal | None]) -> dict[str, Any]:
    rows, pools = [], set[str]()
    for one, indicator in zip(card.indicators, scheme.indicators, strict=True):
        points = own[one.id]
        most: Decimal | None = one.max_points
        if indicator.pool:
            most = indicator.pool_points if indicator.pool not in pools else None
            pools.add(indicator.pool)
        rows.append(
            {
                "category": one.path[0] if one.path else "",
                "group": one.path[1] if len(one.path) > 1 else "",
                "indicator": one.title,
                "criterion": one.criterion,
                "max_points": shortest(most) if most is not None else None,
                "self_assessed_points": shortest(points) if points is not None else None,
                "deduction_reason": _reason(one, points),
            }
        )
    total = sum((points for points in own.values() if points is not None), start=Decimal(0))
    return {
        "rows": rows,
        "max_points_total": shortest(scheme.scheme.total_points),
        "self_assessed_points_total": shortest(total),
        "overall_points": shortest(total),
        "rating": scheme.rating(total),
    }


def _lost(one: IndicatorScore, points: Decimal | None) -> Decimal:
    if points is None or one.max_points is None:
        return Decimal(0)
    return one.max_points - points


def _reason(one: IndicatorScore, points: Decimal | None) -> str:
    lost = _lost(one, points)
    if points is None:
        return f"不适用：{one.reason}"
    return f"{one.title}没有达到标准，扣{shortest(lost)}分" if lost > 0 else ""


def _objectives(name: str, dice: random.Random) -> dict[str, Any]:
    duty, word = DUTIES[name]
    done = dice.randint(100, 400)
    quantitative = [
        ("quality", f"{word}业务一次合格率不低于95%", f"{dice.randint(95, 99)}%"),
        ("quantity", f"办理{word}业务{done}件", f"{done + dice.randint(0, 20)}件"),
        ("timeliness", "12月底前完成全年任务", f"12月{dice.randint(1, 28)}日完成"),
        ("cost", "单件成本不超过20元", f"{dice.randint(15, 20)}元"),
        ("social", f"服务群众{done * 10}人次", f"{done * 10 + dice.randint(0, 300)}人次"),
        ("economic", "节约经费5万元", f"{dice.randint(5, 6)}万元"),
        ("ecological", "减少用纸10%", f"{dice.randint(10, 12)}%"),
        ("sustainability", "建立长效制度2项", "2项"),
        ("satisfaction", "服务对象满意度不低于90%", f"问卷调查{done}份，满意率{dice.randint(92, 99)}%"),
    ]
    return {
        "qualitative": [
            {"objective": f"完成{duty}的年度任务。", "result": f"全年办理业务{done}件，任务全部按期办结。"},
            {"objective": "提高业务人员的能力。", "result": f"举办培训{dice.randint(2, 9)}期，覆盖全体业务人员。"},
        ],
        "quantitative": [dict(zip(("kind", "target", "result"), one, strict=True)) for one in quantitative],
    }


def _narrative(
    name: str,
    data: Mapping[str, Any],
    card: Scorecard,
    own: Mapping[str, Decimal | None],
    dice: random.Random,
) -> dict[str, Any]:
    duty, _ = DUTIES[name]
    lost = [(one.title, _lost(one, own[one.id])) for one in card.indicators if _lost(one, own[one.id]) > 0]
    problems = "；".join(
        dice.choice(
            (
                f"{at}是{title}与评分标准有差距，失分{shortest(points)}分",
                f"{at}是{title}方面还有不足，扣{shortest(points)}分",
            )
        )
        for at, (title, points) in zip("一二三四五六七八九十甲乙丙丁", lost, strict=False)
    )
    texts = [
        ("部门（单位）概况", f"{_staff(data, dice)}主要承担全区{duty}的工作。"),
        ("整体支出管理及使用情况", "".join(_money(data, dice))),
        ("整体支出绩效情况", f"年度任务按计划完成。{_own_total(data, dice)}"),
        ("存在的主要问题", f"{problems}。"),
        ("改进措施和有关建议", "针对上述问题逐项制定整改措施，明确责任人和完成时限，按季度检查。"),
    ]
    sections = [
        {"number": number, "title": title, "text": text}
        for number, (title, text) in zip("一二三四五", texts, strict=True)
    ]
    return {"title": "2021年部门整体支出绩效评价报告", "sections": sections}


def _staff(data: Mapping[str, Any], dice: random.Random) -> str:
    posts, staff = data["profile"]["established_posts"], data["profile"]["staff_in_post"]
    more = int(staff) - int(posts)
    if more > 0:
        return f"核定编制{posts}人，实有{staff}人，超编{more}人是政策性安置，已报编办备案。"
    return dice.choice(
        (
            f"核定编制{posts}人，实有{staff}人。",
            f"我单位人员编制{posts}名，年末实有人数{staff}人，另有退休人员{dice.randint(3, 20)}人。",
            f"编制人数{posts}人，在职人员{staff}人，比上年减少1人。",
            f"截至2021年12月31日，编制数为{posts}人，实有{staff}人，其中管理岗位{max(int(staff) // 2, 1)}人。",
        )
    )


def _own_total(data: Mapping[str, Any], dice: random.Random) -> str:
    total = data["self_scoring"]["overall_points"]
    return dice.choice((f"自评得分{total}分。", f"经评价组评定，综合得分{total}分。", ""))


def _money(data: Mapping[str, Any], dice: random.Random) -> Iterator[str]:
    revenue, spent, three, assets = (
        _total(data[table]) for table in ("revenue", "expenditure", "three_public", "fixed_assets")
    )
    say = _Saying(dice)
    yield dice.choice(
        (
            f"2021年度收入合计{say(revenue['total'])}，支出合计{say(spent['total'])}。",
            f"全年收入{say(revenue['total'])}，支出{say(spent['total'])}。",
            f"我单位本年总支出为{say(spent['total'])}。",
        )
    )
    yield dice.choice(
        (
            f"其中：基本支出{say(spent['basic'])}，项目支出{say(spent['project'])}。",
            f"基本支出{say(spent['basic'])}（人员支出{say(spent['personnel'])}、公用支出{say(spent['operating'])}），"
            f"项目支出{say(spent['project'])}，主要用于业务开展。",
            f"人员经费{say(spent['personnel'])}，主要用于工资和社会保险；日常公用经费{say(spent['operating'])}；"
            f"项目支出{say(spent['project'])}。",
            f"全年支出{say(spent['total'])}，其中基本支出{say(spent['basic'])}，"
            f"项目支出{say(spent['project'])}，比年初预算增加{say('3.20')}。",
        )
    )
    yield dice.choice(
        (
            f"“三公”经费支出{say(three['total'])}，比上年减少{say('1.20')}。",
            f"三公经费预算{say('12.00')}，实际支出{say(three['total'])}，控制在预算以内。",
            f"三公经费{say(three['total'])}，其中公务接待费{say(three['official_hospitality'])}，"
            f"公务用车购置费{say(three['vehicle_purchases'])}。",
        )
    )
    yield dice.choice(
        (
            f"固定资产{say(assets['total'])}，在用固定资产{say(assets['in_use'])}。",
            f"年末固定资产总额{say(assets['total'])}，当年新增{say('2.30')}。",
            "2020年项目支出150.00万元，2022年计划安排项目支出400.00万元。",
            "下属服务站全年支出60.00万元。",
        )
    )


def _total(table: Mapping[str, Any]) -> Mapping[str, str]:
    found: Mapping[str, str] = table.get("total") or table["rows"][0]
    return found


class _Saying:
    """An amount of 万元 in one of the ways in which offices write it."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice

    def __call__(self, figure: str) -> str:
        value = Decimal(figure)
        return self._dice.choice(
            (
                f"{figure}万元",
                f"{figure} 万元",
                f"{value:,.2f}万元",
                f"{value * 10000:.0f}元",
                f"{value * 10000:,.2f}元",
                f"{value.quantize(Decimal('0.1'))}万元",
                figure.translate(str.maketrans("0123456789.", "０１２３４５６７８９．")) + "万元",
            )
        )
