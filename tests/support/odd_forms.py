"""Forms that paper can hold, with all that is odd: several institutions, blanks, 无, 不适用, unread, long texts."""

import random
from itertools import groupby
from typing import Any

from app.domain.form.form import Form
from app.domain.form.objectives import TargetKind

FIGURES: tuple[Any, ...] = (
    None, None, "0", "0.00", "429.20", "1234.567891", "-3.10", "99999999999999", {"none": "无"},
    {"not_applicable": "没有二级机构，也没有（临时）机构"}, {"not_applicable": ""}, {"unread": "约三"},
    {"unread": "589200元"}, {"unread": "详见附件\n第二页"},
)  # fmt: skip
TEXTS = (
    "", "无", "0", "-", "不适用", "=SUM(A1)", "1、甲。\n2、乙 & <丙>；\n\n3、“丁”", "a\tb", "{支出合计}和{没有的}",
    "𠮷野家喆堃㛃，" * 3, "同意", "很长。" * 400, "]]>&amp;", "年  度　内",
)  # fmt: skip
WORDS = ("", "办公室", "财务股", "“三公”组", "A&B<C>", "局机关（本级）")
PHONES = ("", "0730-8123456", "13900000000")
NAMES = ("", "陈二", "欧阳一", "赵十", "A·B")
KINDS = list(TargetKind)


def an_odd_form(dice: random.Random) -> Form:
    """Anything that a form on paper can say, and nothing that it cannot (a text that begins with a blank line)."""
    names = ("revenue", "expenditure", "three_public", "fixed_assets")
    return Form.model_validate(
        {name: _table(Form.model_fields[name].annotation, dice) for name in names}
        | {
            "cover": _cover(dice),
            "profile": _filled(Form.model_fields["profile"].annotation, dice) | _contact(dice),
            "objectives": _objectives(dice),
            "self_scoring": _scoring(dice),
            "panel": _panel(dice),
            "preparer": {"name": dice.choice(NAMES), "phone": dice.choice(PHONES)},
            "narrative": _narrative(dice),
        }
    )


def _contact(dice: random.Random) -> dict[str, Any]:
    return {"contact": dice.choice(NAMES), "phone": dice.choice(PHONES)}


def _filled(model: Any, dice: random.Random) -> dict[str, Any]:
    """Every field with something of its kind."""
    found = {}
    for name, field in model.model_fields.items():
        is_figure = isinstance(field.json_schema_extra, dict) and "unit" in field.json_schema_extra
        found[name] = dice.choice(FIGURES) if is_figure else dice.choice(TEXTS)
    return found


def _table(table: Any, dice: random.Random) -> dict[str, Any]:
    model = table.model_fields["rows"].annotation.__args__[0]
    rows = [
        _filled(model, dice) | {"institution": f"第{at}中心", "total": dice.choice(("0", "12.50"))}
        for at in range(dice.choice((0, 1, 1, 2, 5, 12)))
    ]
    total = (
        _filled(model, dice) | {"institution": dice.choice(("合计", "总计"))} if rows and dice.random() < 0.4 else None
    )
    return {"rows": rows, "total": total}


def _cover(dice: random.Random) -> dict[str, Any]:
    year = dice.choice((None, 2021, 2024))
    return {
        "title": f"某区{year}年度部门（单位）整体支出绩效评价自评报告" if year else "整体支出绩效自评报告",
        "fiscal_year": year,
        "department_name": dice.choice(WORDS),
        "budget_code": dice.choice(("", "110001", "=110001")),
        "evaluation_method": dice.choice(("", "部门（单位）绩效自评")),
        "evaluation_body": dice.choice(("", "部门（单位）评价组")),
        "report_date": dice.choice((None, "2022-05-10", {"unread": "五月上旬"})),
        "issuer": dice.choice(("", "某区财政局")),
    }


def _objectives(dice: random.Random) -> dict[str, Any]:
    goals = [{"objective": f"目标{at}", "result": dice.choice(TEXTS)} for at in range(dice.choice((0, 1, 3, 9)))]
    targets = [
        {"kind": dice.choice(KINDS), "target": dice.choice(TEXTS) or "目标", "result": dice.choice(TEXTS)}
        for _ in range(dice.choice((0, 1, 5, 14, 40)))
    ]
    return {"qualitative": goals, "quantitative": targets}


def _scoring(dice: random.Random) -> dict[str, Any]:
    labels = sorted((dice.choice("投过产"), dice.choice("甲乙丙")) for _ in range(dice.choice((0, 1, 8, 25, 60))))
    rows: list[dict[str, Any]] = []
    for (category, group), members in groupby(labels):
        wording = dice.choice(("共用一个标准，计5分。", "①甲，1分；\n②乙，1分。"))
        for at, _ in enumerate(members):
            shared = at > 0 and dice.random() < 0.3
            rows.append(
                {
                    "category": category,
                    "group": group,
                    "indicator": f"指标{len(rows)}",
                    "criterion": wording if shared else f"{wording}第{at}条",
                    "max_points": None if shared else dice.choice(("5", "2.50", "0")),
                    "self_assessed_points": dice.choice(FIGURES),
                    "deduction_reason": dice.choice(TEXTS),
                }
            )
            wording = rows[-1]["criterion"]
    totals = {name: dice.choice(FIGURES) for name in ("max_points_total", "self_assessed_points_total")} if rows else {}
    return {"rows": rows, **totals, "overall_points": dice.choice(FIGURES), "rating": dice.choice(("", "优秀", "良"))}


def _panel(dice: random.Random) -> dict[str, Any]:
    def place() -> dict[str, Any]:
        return {"signature": dice.choice(NAMES), "date": dice.choice((None, "2022-05-11", "2022-12-01"))}

    def opinion() -> dict[str, Any]:
        return {"opinion": dice.choice(("", "同意", "同意。\n请按2021年12月的要求整改。"))} | place()

    people = [
        {"name": f"陈{at}", "position": dice.choice(WORDS), "organisation": dice.choice(WORDS), "signature": ""}
        for at in range(dice.choice((0, 1, 3, 12)))
    ]
    return {
        "evaluators": people, "panel_lead": place(), "department_opinion": opinion(), "finance_opinion": opinion(),
    }  # fmt: skip


def _narrative(dice: random.Random) -> dict[str, Any]:
    texts = ("", "一行。", "1、一行。\n（二）又一行{支出合计}。\n图 1 <说明>", "很长的一段。" * 300)
    sections = [
        {"number": number, "title": title, "text": dice.choice(texts)}
        for number, title in zip("一二二四五", ("概况", "支出 情况", "绩效（自评）", "问题", "建议"), strict=True)
        if dice.random() < 0.8
    ]
    return {"title": "2021年绩效评价报告" if sections and dice.random() < 0.7 else "", "sections": sections}
