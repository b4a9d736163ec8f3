"""The pages of a bundle: the same templates and look, with relative links and nothing that a server would answer."""

from typing import Final

from app.contract.publication import BundleContents, PublicCopy
from app.web.pages.public.report import shown
from app.web.templating import STATIC, rendered
from app.web.views.public import bundled_lines, bundled_withdrawals

README: Final = """本文件夹是公开的部门整体支出绩效自评结果，不需要服务器，打开 index.html 即可查看。

reports/编号-第几次公开/
  index.html    可以直接看的报告（公开稿）
  report.pdf    官方表式，用于打印
  report.xlsx   官方表式，数字可以计算
  report.json   数据、得分和逐项理由；与公开接口给出的字节相同
schemes/        评分方案，JSON
manifest.json   清单：每个文件的大小和 SHA-256、每份报告的得分、撤回公开的报告、逾期和没有报送的部门
checksums.txt   校验和，可以用 sha256sum -c checksums.txt 核对

report.json 的字段：
  form        自评报告（官方表式），金额单位为万元
  supplement  表式以外的补充数据，按评分方案中的编号
  confirmed   财政部门审定的得分和理由，按指标编号
  standing    核对发现、经批准保留的问题
  scorecard   各指标的自评、复算、审定得分，怎样算出，以及回执（receipt）
  points      得分：有审定的用审定，没有的用复算，不能复算的用自评
  scheme      评分方案的编号、版本和摘要

核对：jixiao verify 文件夹。它核对每个文件的校验和，并按 report.json 和 schemes 重算每一分。
姓名、电话、签名已隐去。
"""


class StaticPages:
    """Writes them."""

    def shared(self) -> dict[str, bytes]:
        """The stylesheet, and what is what."""
        return {"style.css": (STATIC / "app.css").read_bytes(), "README.txt": README.encode()}

    def index(self, contents: BundleContents) -> bytes:
        """`index.html`: ranking, withdrawn, late and missing."""
        return rendered(
            "public/bundle_index",
            root="",
            contents=contents,
            lines=bundled_lines(contents),
            withdrawn=bundled_withdrawals(contents),
        )

    def report(self, copy: PublicCopy) -> bytes:
        """A report's page."""
        return rendered("public/bundle_report", root="../../", **shown(copy))
