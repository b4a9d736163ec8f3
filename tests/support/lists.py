"""Lists of departments and people as offices send them."""

from typing import Final

from tests.documents.register.files import Rows, text

DEPARTMENTS: Final[Rows] = [
    ["预算编码", "部门名称", "上级预算编码", "归口科室", "备注"],
    ["001002", "水文站", "001001", "", ""],
    ["001001", "水利局", "", "农业科", ""],
    ["001003", "林业局", "", "农业科", ""],
]
PEOPLE: Final[Rows] = [
    ["登录名", "姓名", "职务", "角色", "部门预算编码", "科室"],
    ["zhang.san", "张三", "科员", "填报人、评价组组长", "001001", ""],
    ["li.si", "李四", "科长", "财政归口业务科室审核人", "", "农业科"],
]


def as_file(rows: Rows, *more: list[object]) -> bytes:
    """The rows, and some after them, as a file."""
    return text([*rows, *more])
