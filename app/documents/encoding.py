"""Bytes of a text file as text, whatever Chinese offices save it in."""

from typing import Final

from app.documents.envelope import NotAForm

MAX_BYTES: Final = 5_000_000


def decoded(data: bytes, name: str = "", what: str = "自评报告") -> str:
    """The text of a file that should be a `what`: UTF-8, else GB18030. Raises NotAForm."""
    if len(data) > MAX_BYTES:
        message = f"{name or '文件'}有 {len(data) // 1000} KB，超过了 {MAX_BYTES // 1000} KB，不像一份{what}"
        raise NotAForm(message)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    message = f"{name or '文件'}不是文本文件，也不是能读取的 Word、WPS、Excel 或 PDF；请另存为这些格式再导入"
    raise NotAForm(message)
