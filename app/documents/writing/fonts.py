"""Chinese fonts for PDF: from a folder that the operator names, else from the system. None is shipped."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final

from typst import Fonts

from app.domain.errors import DomainError

SONG: Final = (
    "SimSun", "NSimSun", "STSong", "Source Han Serif SC", "Noto Serif CJK SC", "Noto Serif SC",
)  # fmt: skip
FANGSONG: Final = ("FangSong", "FangSong_GB2312", "STFangsong")
HEI: Final = ("SimHei", "STHeiti", "Source Han Sans SC", "Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei")


class NoChineseFont(DomainError):
    """No font here has Chinese characters, so that a PDF would be blank."""

    code: ClassVar[str] = "no_chinese_font"


@dataclass(frozen=True, slots=True)
class Typefaces:
    """The families that are used, and all fonts that were looked through."""

    song: str
    fangsong: str
    hei: str
    fonts: Fonts


def typefaces(folder: str = "") -> Typefaces:
    """The best there are: the official faces where they are installed, else free ones. Raises NoChineseFont."""
    if folder and not Path(folder).is_dir():
        message = f"没有字体文件夹 {folder}；请核对 FONT_FOLDER"
        raise NoChineseFont(message)
    fonts = Fonts(include_embedded_fonts=False, font_paths=[folder] if folder else [])
    return Typefaces(*chosen(fonts.families()), fonts)


def chosen(families: Iterable[str]) -> tuple[str, str, str]:
    """The families for 宋体, 仿宋 and 黑体 among those that are there. Raises NoChineseFont."""
    there = set(families)
    song, hei = _first(SONG, there), _first(HEI, there)
    if not song and not hei:
        message = (
            "这台机器没有中文字体，不能生成 PDF；请由管理员安装（例如 apt-get install fonts-noto-cjk），"
            "或把字体文件放进一个文件夹并设置 FONT_FOLDER；Word 版不受影响"
        )
        raise NoChineseFont(message)
    song = song or hei
    return song, _first(FANGSONG, there) or song, hei or song


def _first(wanted: tuple[str, ...], there: set[str]) -> str:
    return next((one for one in wanted if one in there), "")
