"""What the demo tells of the supervising branches: organisations, meetings, and notices in every state."""

from dataclasses import dataclass
from typing import Final

from backend.modules.party.words import MeetingKind, PartyOffice


@dataclass(frozen=True, slots=True)
class ToldNotice:
    """A notice of the demo; days are counted back from today, deadlines are in working days."""

    title: str
    demand: str
    issued: int
    working_days: int
    replies: tuple[tuple[int, str], ...] = ()
    returned: tuple[int, str, int] | None = None
    accepted: int | None = None
    withdrawn: int | None = None


COMMITTEE: Final = "闵行区新型居住社区联合党委"
BRANCHES: Final = {
    "youchao": ("马桥镇有巢社区党支部", "310112112", "周建国", "陈丽华"),
    "guanyu": ("颛桥镇安乐村冠寓党支部", "310112103", "顾晓峰", "徐静"),
    "weilingdi": ("浦江镇微领地联合党支部", "310112114", "沈志强", "何敏"),
}
OFFICES: Final = (PartyOffice.FIRST_SECRETARY, PartyOffice.SECRETARY)
MEETINGS: Final = (
    (MeetingKind.MEMBERS_MEETING, "讨论季度治理重点", "确定夜间巡查与充电安全为本季度重点，分工到人"),
    (MeetingKind.COMMITTEE_MEETING, "研究住户诉求办理", "三件重复诉求合并办理，请运营方两周内答复"),
    (MeetingKind.THEME_DAY, "主题党日：走访独居与夜班住户", "走访 21 户，记录需求 9 条，已转社工站"),
    (MeetingKind.PARTY_LECTURE, "党课：从他们到我们", "青年租户 18 人旁听，6 人报名志愿服务"),
    (MeetingKind.GROUP_MEETING, "微网格骨干碰头", "更新楼组长名单，补齐两名缺额"),
)
ACTIVITIES: Final = (
    ("早晚巡：第一书记与住户同走一圈", "社区全域", 12, 12, 24),
    ("反诈与消防宣传日", "一楼大厅", 64, 9, 27),
    ("周末义务维修摊", "党群服务站门前", 48, 7, 21),
)
NOTICES: Final[dict[str, tuple[ToldNotice, ...]]] = {
    "youchao": (
        ToldNotice(
            "5 号楼消防通道堆物",
            "五个工作日内清理到位，并说明如何防止再次堆放。",
            46,
            5,
            replies=((42, "已清理通道杂物 3 车，加装提示牌，列入每日早巡必查点。"),),
            accepted=41,
        ),
        ToldNotice(
            "电动自行车进楼充电",
            "核查 5 号楼、7 号楼入户充电情况，提出疏导办法。",
            8,
            5,
            replies=((2, "已加装梯控识别，北门新增 12 口充电柜，夜间巡查两次。"),),
        ),
        ToldNotice("夜班住户集中楼层噪声", "与住户议一议作息公约，十个工作日内反馈。", 2, 10),
    ),
    "guanyu": (
        ToldNotice(
            "社工站服务公示未更新",
            "更新九项服务公示与值班表。",
            22,
            5,
            replies=((18, "公示栏已更新。"),),
            returned=(17, "照片中值班表仍为上季度，请核对后重新上报。", 22),
        ),
        ToldNotice("高空抛物监控故障未修复", "恢复东侧两处仰拍监控，期间安排人工值守。", 24, 5),
        ToldNotice(
            "夜校签到二维码张贴混乱",
            "统一张贴位置，清理过期海报。",
            70,
            5,
            replies=((66, "已统一到活动室门口电子屏，过期海报全部清理。"),),
            accepted=65,
        ),
    ),
    "weilingdi": (
        ToldNotice(
            "小剧场疏散通道被道具占用",
            "演出前后通道保持畅通，明确责任人。",
            33,
            3,
            replies=((31, "道具移入库房，戏剧社指定两名安全员，演出前拍照留存。"),),
            accepted=30,
        ),
        ToldNotice("共享厨房燃气报警器超期未检", "联系检测单位，出具合格报告。", 15, 7),
        ToldNotice("班车调整后公告不及时", "调整前三日公告，另行通知夜班住户。", 28, 5, withdrawn=26),
    ),
}
