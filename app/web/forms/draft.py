"""A draft's document as its pages change it: an indicator from its form, and the tree's moves. Documents are copied."""

import copy
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from app.web.forms.form_cells import FORM_CELLS
from app.web.forms.scheme import (
    NO_MEASURE,
    RULES,
    Names,
    entered_json,
    entered_measure,
    entered_rule,
)

Document = dict[str, Any]

HEAD: Final = ("id", "title", "issuer", "region", "total_points", "total_cap")
KINDS: Final = {
    "number": "数字",
    "count": "个数、例数",
    "date": "日期",
    "items": "列表（目标或单位）",
    "checks": "逐项回答",
    "tier": "完成程度",
    "points": "判断的分数",
    "own": "部门自己的指标",
}
PROVED_BY: Final = (("record", "账表数据"), ("filer", "填报人声明"), ("reviewer", "评审人判断"))


def ratings_of(document: Document) -> list[dict[str, Any]]:
    """The ratings, and room for one more."""
    found = document.get("ratings")
    return [*(one for one in found if isinstance(one, dict)), {}] if isinstance(found, list) else [{}]


def evidence_of(document: Document) -> dict[str, dict[str, Any]]:
    """The pieces of evidence that a page can show."""
    found = document.get("evidence")
    return {name: one for name, one in found.items() if isinstance(one, dict)} if isinstance(found, dict) else {}


def head_of(document: Document) -> dict[str, Any]:
    """The head as its form shows it, whatever the document says."""
    years, grain = document.get("fiscal_years"), document.get("rounding")
    return {
        **{name: document.get(name) for name in (*HEAD, "version")},
        "fiscal_years": years if isinstance(years, list) else [],
        "rounding": grain if isinstance(grain, dict) else {},
    }


def items_of(document: Any) -> list[Any]:
    """The items of a document or of one of its items, where there are any."""
    found = document.get("items") if isinstance(document, dict) else None
    return found if isinstance(found, list) else []


def item_at(document: Document, place: str) -> dict[str, Any] | None:
    """The item or part at a pointer (`/items/0/items/1`, `…/rule/of/0`)."""
    here: Any = document
    for token in place.split("/")[1:]:
        if isinstance(here, list) and token.isdecimal() and int(token) < len(here):
            here = here[int(token)]
        elif isinstance(here, dict) and token in here:
            here = here[token]
        else:
            return None
    return here if isinstance(here, dict) else None


def leaves_of(document: Any, place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """(pointer, item) of every item without items."""
    for at, item in enumerate(items_of(document)):
        if isinstance(item, dict):
            here = f"{place}/items/{at}"
            if "items" in item:
                yield from leaves_of(item, here)
            else:
                yield here, item


def with_head(document: Document, posted: Mapping[str, str]) -> Document:
    """The document with what its head form says."""
    changed = {**document}
    for name in HEAD:
        _set(changed, name, posted.get(name, "").strip())
    version = posted.get("version_number", "").strip()
    changed["version"] = int(version) if version.isdecimal() else version
    years = [part for part in re.split(r"[\s,，、]+", posted.get("fiscal_years", "")) if part]
    changed["fiscal_years"] = [int(year) if year.isdecimal() else year for year in years]
    ratings = ((posted.get(f"ratings/{at}/name", ""), posted.get(f"ratings/{at}/at_least", "")) for at in range(10))
    changed["ratings"] = [{"name": name.strip(), "at_least": edge.strip()} for name, edge in ratings if name.strip()]
    grain = {name: posted.get(f"rounding/{name}", "").strip() for name in ("points", "rates", "mode")}
    changed["rounding"] = grain
    return changed


def with_item(document: Document, place: str, posted: Mapping[str, str]) -> Document:
    """The document with what an item's form says."""
    changed = copy.deepcopy(document)
    item = item_at(changed, place)
    if item is None:
        return changed
    for name in ("id", "title", "points", "source", "not_applicable"):
        if f"item/{name}" in posted:
            _set(item, name, posted[f"item/{name}"].strip())
    if "item/criterion" in posted:
        _set(item, "criterion", posted["item/criterion"].replace("\r\n", "\n").strip())
    if "item/pool" in posted:
        _set(item, "pool", posted["item/pool"] == "yes")
    evidence = _evidence_in(changed)
    _add_evidence(evidence, posted)
    if "rule/kind" in posted or "json/rule" in posted:
        _set_rule(item, evidence, posted)
        for other in _alike(changed, place, posted):
            other["rule"] = copy.deepcopy(item.get("rule"))
            if "measure" not in other:
                _answer_for(other, evidence)
    return changed


def _alike(document: Document, place: str, posted: Mapping[str, str]) -> list[dict[str, Any]]:
    if posted.get("alike") != "yes":
        return []
    return [item for _, item in alike_of(document, place)]


def alike_of(document: Document, place: str) -> list[tuple[str, dict[str, Any]]]:
    """The other indicators with the same wording, or in the same pool without any of their own."""
    item = item_at(document, place) or {}
    parent = place.rpartition("/items/")[0]
    pooled = bool((item_at(document, parent) or {}).get("pool"))
    return [
        (where, other)
        for where, other in leaves_of(document)
        if where != place
        and (
            (other.get("criterion") and other.get("criterion") == item.get("criterion"))
            or (pooled and where.rpartition("/items/")[0] == parent)
        )
    ]


def _set_rule(item: dict[str, Any], evidence: dict[str, Any], posted: Mapping[str, str]) -> None:
    names = Names(evidence)
    rule = entered_json(posted["json/rule"]) if "json/rule" in posted else entered_rule(posted, names, item.get("rule"))
    _set(item, "rule", rule)
    kind = rule.get("kind") if isinstance(rule, dict) else ""
    typed = posted.get("json/measure")
    measure = entered_measure(posted, names) if typed is None else entered_json(typed)
    if kind in NO_MEASURE:
        measure = None
    evidence |= _used(names.added, rule, measure)
    if kind in NO_MEASURE:
        item.pop("measure", None)
        return
    _set(item, "measure", measure)
    if measure is None:
        _answer_for(item, evidence)
    elif isinstance(measure, dict) and set(measure) == {"value"} and measure["value"] not in evidence:
        _answer_for(item, evidence, str(measure["value"]))


def _used(added: Mapping[str, dict[str, Any]], *said: Any) -> dict[str, dict[str, Any]]:
    """Those figures of the form that rule and measure name."""
    text = json.dumps(said, ensure_ascii=False)
    return {name: one for name, one in added.items() if re.search(rf'"-?{name}"', text)}


def _answer_for(item: dict[str, Any], evidence: dict[str, Any], title: str = "") -> None:
    """Evidence for a rule that is applied to somebody's answer, where none was chosen, or one that is not there yet."""
    rule = item.get("rule")
    if not isinstance(rule, dict) or rule.get("kind") not in RULES:
        return
    kind = RULES[rule["kind"]]
    answer = "checks" if rule["kind"] == "occurrences" and rule.get("of") else kind.answer
    if not answer:
        if not title:
            item.pop("measure", None)
        return
    name = _free(evidence, f"{item.get('id') or 'item'}_{answer}")
    by = rule.get("by") if rule["kind"] == "judged" else "filer" if answer == "checks" else kind.by
    shape = {"kind": "number", "unit": "分"} if answer == "score" else {"kind": answer}
    evidence[name] = {"title": title or str(item.get("title", name)), **shape, "by": by or "filer"}
    item["measure"] = {"value": name}


def _add_evidence(evidence: dict[str, Any], posted: Mapping[str, str]) -> None:
    """The new piece of evidence that the form has room for."""
    if title := posted.get("new/title", "").strip():
        evidence[_free(evidence, "figure")] = evidence_from(posted, "new", title)


def evidence_from(posted: Mapping[str, str], prefix: str, title: str) -> dict[str, Any]:
    """A piece of evidence as its fields say."""
    said: dict[str, Any] = {"title": title}
    for name in ("unit", "kind", "by", "from", "blank_as", "hint"):
        _set(said, name, posted.get(f"{prefix}/{name}", "").strip())
    if "unit" not in said and said.get("from") in FORM_CELLS:
        said["unit"] = FORM_CELLS[said["from"]]["unit"]
    return said


def with_evidence(document: Document, name: str, posted: Mapping[str, str]) -> Document:
    """The document with one piece of evidence as its form says, added where `name` is empty."""
    changed = copy.deepcopy(document)
    evidence = _evidence_in(changed)
    title = posted.get("evidence/title", "").strip()
    evidence[name or _free(evidence, "figure")] = evidence_from(posted, "evidence", title)
    return changed


def without_evidence(document: Document, name: str) -> Document:
    """The document without a piece of evidence."""
    changed = copy.deepcopy(document)
    _evidence_in(changed).pop(name, None)
    return changed


def _evidence_in(document: Document) -> dict[str, Any]:
    """The document's evidence, to be written to."""
    if not isinstance(document.get("evidence"), dict):
        document["evidence"] = {}
    found: dict[str, Any] = document["evidence"]
    return found


def _free(taken: Mapping[str, Any], stem: str) -> str:
    return stem if stem not in taken else next(f"{stem}_{n}" for n in range(2, 1000) if f"{stem}_{n}" not in taken)


def moved(document: Document, action: str, place: str) -> Document:
    """The document after a move in its tree: up, down, delete, add_heading, add_indicator."""
    changed = copy.deepcopy(document)
    if action in ("add_heading", "add_indicator"):
        parent = item_at(changed, place) if place else changed
        if parent is not None:
            ids = {str(item.get("id")) for _, item in leaves_of(changed)}
            new: dict[str, Any] = {"title": "新的分类", "points": "0", "items": []}
            if action == "add_indicator":
                new = {"id": _free(dict.fromkeys(ids), "indicator"), "title": "新的指标", "points": "1"}
            parent.setdefault("items", []).append(new)
        return changed
    outer, _, at = place.rpartition("/items/")
    siblings = items_of(item_at(changed, outer) if outer else changed)
    if at.isdecimal() and int(at) < len(siblings):
        here = int(at)
        there = {"up": here - 1, "down": here + 1}.get(action, -1)
        if action == "delete":
            siblings.pop(here)
        elif 0 <= there < len(siblings):
            siblings[here], siblings[there] = siblings[there], siblings[here]
    return changed


def trial_of(document: Document, place: str) -> Document | None:
    """A scheme of this one indicator, to be tried out."""
    item = item_at(document, place)
    if item is None or "rule" not in item:
        return None
    parent = item_at(document, place.rpartition("/items/")[0])
    points = item.get("points") or (parent or {}).get("points") or "0"
    text = json.dumps([item.get("measure"), item["rule"]], ensure_ascii=False)
    evidence = document.get("evidence")
    used = (
        {name: one for name, one in evidence.items() if re.search(rf'"-?{name}"', text)}
        if isinstance(evidence, dict)
        else {}
    )
    return {
        **{name: document.get(name) for name in ("issuer", "region", "fiscal_years", "rounding", "ratings")},
        "id": "trial",
        "version": 1,
        "title": "试算",
        "total_points": points,
        "calendars": document.get("calendars", {}),
        "evidence": used,
        "items": [{**item, "id": item.get("id") or "trial", "points": points}],
    }


def _set(target: dict[str, Any], name: str, value: Any) -> None:
    """Set a key, or take it away where there is nothing to say."""
    if value in ("", None, False):
        target.pop(name, None)
    else:
        target[name] = value


def blank_document(head: Mapping[str, Any]) -> Document:
    """A scheme to be written from nothing."""
    ratings = [("优", "90"), ("良", "80"), ("中", "60"), ("差", "0")]
    return {
        **{name: head[name] for name in ("id", "title", "issuer", "region")},
        "version": 1,
        "fiscal_years": [head["fiscal_year"]],
        "total_points": "100",
        "ratings": [{"name": name, "at_least": edge} for name, edge in ratings],
        "rounding": {"points": "0.01", "rates": "0.01", "mode": "half_up"},
        "evidence": {},
        "items": [],
    }
