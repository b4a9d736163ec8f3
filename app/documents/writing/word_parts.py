"""The parts of a Word document that are the same for every form: styles, and what belongs to what."""

from typing import Final

from app.documents.writing.sheet import Look

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"

CONTENT_TYPES: Final = (
    f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_WORD}.settings+xml"/>'
    f'<Override PartName="/word/footer1.xml" ContentType="{_WORD}.footer+xml"/>'
    '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)
RELATIONS: Final = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    "</Relationships>"
)
DOCUMENT_RELATIONS: Final = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/settings" Target="settings.xml"/>'
    f'<Relationship Id="rId3" Type="{_OFFICE}/footer" Target="footer1.xml"/></Relationships>'
)
SETTINGS: Final = (
    f'{_XML}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:compat>'
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
)

_SONG: Final = "宋体"
_FANGSONG: Final = "仿宋"
_HEI: Final = "黑体"


def _style(
    name: str, font: str, half_points: int, align: str, *, spacing: str = "", more: str = "", level: int | None = None,
    bold: bool = False,
) -> str:  # fmt: skip
    """A paragraph style; `level` makes it a heading that lists and screen readers know."""
    outline = f'<w:outlineLvl w:val="{level}"/>' if level is not None else ""
    based = '<w:basedOn w:val="Normal"/>' if name != "Normal" else ""
    default = ' w:default="1"' if name == "Normal" else ""
    keep = "<w:keepNext/>" if level is not None else ""
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{name}"><w:name w:val="{name}"/>{based}<w:qFormat/>'
        f'<w:pPr>{keep}<w:widowControl/>{spacing or _TIGHT}{more}<w:jc w:val="{align}"/>{outline}</w:pPr>'
        f'<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{font}" '
        f'w:cs="Times New Roman"/>{"<w:b/>" if bold else ""}<w:sz w:val="{half_points}"/>'
        f'<w:szCs w:val="{half_points}"/></w:rPr></w:style>'
    )


_TIGHT: Final = '<w:spacing w:before="0" w:after="0"/>'
_LINES: Final = '<w:spacing w:before="0" w:after="0" w:line="560" w:lineRule="exact"/>'
_NO_HEIGHT: Final = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
_TWO_CHARACTERS: Final = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'

STYLES: Final = (
    f'{_XML}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-US" w:eastAsia="zh-CN"/>'
    "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    + "".join(
        (
            _style("Normal", _SONG, 21, "both"),
            _style("Foot", _SONG, 18, "center"),
            _style("Last", _SONG, 2, "both", spacing=_NO_HEIGHT),
            _style(
                Look.COVER_TITLE, _HEI, 44, "center", level=0,
                spacing='<w:spacing w:before="2600" w:after="2600" w:line="360" w:lineRule="auto"/>',
            ),
            _style(
                Look.COVER_LINE, _SONG, 30, "left", more='<w:ind w:left="1700"/>',
                spacing='<w:spacing w:before="160" w:after="160" w:line="360" w:lineRule="auto"/>',
            ),
            _style(Look.COVER_FOOT, _SONG, 30, "center", spacing='<w:spacing w:before="1100" w:after="0"/>'),
            _style(Look.PART, _SONG, 24, "center", bold=True),
            _style(Look.LABEL, _SONG, 21, "center"),
            _style(Look.VALUE, _SONG, 21, "center"),
            _style(Look.FIGURE, _SONG, 21, "center"),
            _style(Look.TEXT, _SONG, 21, "left"),
            _style(Look.SIGNED, _SONG, 21, "left", more='<w:ind w:right="600"/>'),
            _style(Look.PREPARER, _SONG, 21, "left", spacing='<w:spacing w:before="160" w:after="0"/>'),
            _style(Look.ANNEX, _HEI, 28, "left", level=0),
            _style(Look.CHAPTER, _HEI, 32, "center", level=0, spacing='<w:spacing w:before="120" w:after="200"/>'),
            _style(Look.TITLE, _SONG, 36, "center", bold=True, spacing='<w:spacing w:before="120" w:after="240"/>'),
            _style(Look.SECTION, _HEI, 32, "both", level=1, spacing=_LINES, more=_TWO_CHARACTERS),
            _style(Look.BODY, _FANGSONG, 32, "both", spacing=_LINES, more=_TWO_CHARACTERS),
        )
    )
    + "</w:styles>"
)  # fmt: skip
