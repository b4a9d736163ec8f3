"""Official wording that every report shares, so that what a passage says of its own can be told from it."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from app.domain.prose.shingles import bare, shingles

_CLAUSES: Final = re.compile(r"[,;:。!?\n]")

HOUSEKEEPING: Final = re.compile(
    "八项规定|厉行节约|反对浪费|过紧日子|三公|公务接待|公务用车|公务卡|因公出国|财务制度|财务管理|会计|内部控制|内控"
    "|固定资产|国有资产|资产管理|政府采购|预算|决算|绩效|国库|专款专用|收支|经费|长效机制|信息公开|自评|财政管理"
    "|截留|挤占|挪用|虚列|审批程序|厉行|高度重视|提高认识|统一思想|组织领导|责任分工|压实责任|学习培训|人员素质"
    "|监督检查|发现问题|纠正问题|落到实处|取得实效|稳中求进|新发展理念|高质量发展|十九大|二十大|两个维护|四个意识"
    "|工资|社会保险|社保|公积金|办公用品|从严治党|党风廉政|党的建设|党建|主题教育|学习贯彻|交办的其他"
)
"""How money is kept and spent, what every party branch does, and resolutions that cost nothing: everybody's clauses."""

GENERIC: Final = re.compile(
    "习近平新时代中国特色社会主义思想|以习近平同志为核心的|党中央|中共中央|国务院|中央|国家|[省市区县]委|[省市区县]政府"
    "|人民政府|上级|[全我本][省市区县局办委院校]|[我本]部门|[我本]单位|党委|党组|法律法规|贯彻落实|贯彻执行|认真落实"
    "|全面落实|坚决落实|落实|贯彻|执行|关于|有关|相关|方针政策|方针|政策|决策部署|决策|部署要求|部署|要求|工作|精神"
    "|负责|承担|组织|协调|指导|监督|管理|推进|推动|实施|统筹|拟订|制定|规划|计划|开展|加强|做好|完成|建设|改革|发展"
    "|提供|提升|提高|保障|服务|安全|重点|重大|重要|全面|深入|持续|进一步|各项|任务|目标|措施|制度|机制|体系|能力|水平"
    "|部门|单位|中心|机关|以及|及其|和|与|及|的|等|对|为|以|了|在|由|并|或"
)
"""Words of administration that say nothing of a subject."""


def clauses(text: str) -> list[str]:
    """The clauses of a text that are on something else than housekeeping."""
    parts = _CLAUSES.split(unicodedata.normalize("NFKC", text))
    return [part for part in parts if part and not HOUSEKEEPING.search(part)]


def own_words(text: str) -> str:
    """What a passage says of its own: bare, without housekeeping and without words that say nothing of a subject."""
    return "".join(GENERIC.sub("", bare(clause)) for clause in clauses(text))


@lru_cache(maxsize=128)
def own_pieces(text: str) -> frozenset[str]:
    """The shingles of that: two passages that have only official wording in common have none of them in common."""
    return shingles(own_words(text))


@lru_cache(maxsize=1024)
def terms(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters in what a passage says of its own: its subject, as far as wording tells."""
    return frozenset(
        run[at : at + 2]
        for clause in clauses(text)
        for run in GENERIC.sub(" ", bare(clause)).split()
        for at in range(len(run) - 1)
    )
