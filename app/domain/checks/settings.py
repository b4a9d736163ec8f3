"""A scheme's settings of checks, held against the catalogue.

A scheme that is published is not held against it again: later programs may know other checks, and its points stand.
"""

from collections.abc import Iterator

from app.domain.checks.catalogue import BY_ID
from app.domain.pointer import joined
from app.domain.scoring.compiled import CompiledScheme, SchemeInvalid, SchemeProblem, compile_scheme
from app.domain.scoring.scheme import Scheme


def compile_new(scheme: Scheme) -> CompiledScheme:
    """As `compile_scheme`, of a scheme that is still to be put in force: it sets only checks that there are.

    Raises SchemeInvalid with everything that is wrong, settings included.
    """
    unknown = list(unknown_settings(scheme))
    try:
        compiled = compile_scheme(scheme)
    except SchemeInvalid as error:
        raise SchemeInvalid([*error.problems, *unknown]) from None
    if unknown:
        raise SchemeInvalid(unknown)
    return compiled


def unknown_settings(scheme: Scheme) -> Iterator[SchemeProblem]:
    """Settings of checks that there are not, and of parameters that a check does not have."""
    for name, settings in scheme.checks.items():
        check = BY_ID.get(name)
        if check is None:
            yield SchemeProblem(joined(("checks", name)), f"没有检查 {name}，请对照检查目录（jixiao checks）改正编号")
            continue
        for parameter in (one for one in settings.parameters if one not in check.parameters):
            known = "、".join(check.parameters)
            told = f"它的参数只有 {known}" if known else "它没有参数"
            place = joined(("checks", name, "parameters", parameter))
            yield SchemeProblem(place, f"检查 {name}（{check.title}）没有参数 {parameter}，{told}；请改正或删去")
