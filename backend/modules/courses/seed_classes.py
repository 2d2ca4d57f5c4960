"""The courses and wishes of the demo's night school."""

from dataclasses import dataclass

from backend.modules.courses.contract.words import CourseCategory, SeatAllocation, TeacherKind


@dataclass(frozen=True, slots=True)
class Class:
    """A course of the demo: how many come to apply, and who teaches: which of the operator's partners or residents."""

    title: str
    summary: str
    category: CourseCategory
    weekday: int
    capacity: int
    applicants: int
    teacher_kind: TeacherKind
    teacher: int
    allocation: SeatAllocation = SeatAllocation.FIRST_COME
    count: int = 4


_AI_PAINTING = Class(
    "AI 绘画：画一轮中秋月",
    "从提示词到成图，四个晚上画一套自己的中秋贺卡。",
    CourseCategory.ART,
    2,
    16,
    41,
    TeacherKind.PARTNER,
    0,
    SeatAllocation.LOTTERY,
)
_PROMPTS = Class(
    "提示词写作入门",
    "把想法说清楚：结构、例子、追问与核对，带自己的工作来练。",
    CourseCategory.DIGITAL,
    3,
    20,
    23,
    TeacherKind.RESIDENT,
    3,
)
_SLIDES = Class(
    "PPT 制作：十页讲清一件事",
    "版式、图表与讲述，最后一课互评。",
    CourseCategory.CAREER,
    4,
    18,
    22,
    TeacherKind.PARTNER,
    -1,
)
_MARKETING = Class(
    "一人营销：下班后的小生意",
    "选品、图文与短视频，一个人怎么起步。",
    CourseCategory.CAREER,
    7,
    24,
    19,
    TeacherKind.PARTNER,
    -1,
)
_YOGA = Class(
    "下班肩颈瑜伽",
    "久坐人群的肩颈放松，零基础可来。",
    CourseCategory.HEALTH,
    2,
    14,
    18,
    TeacherKind.RESIDENT,
    11,
)
PAST = {
    "guanyu": (_AI_PAINTING, _PROMPTS, _SLIDES, _MARKETING),
    "weilingdi": (_AI_PAINTING, _YOGA, _MARKETING),
    "youchao": (_PROMPTS, _YOGA),
}
NEXT = {
    "guanyu": (_PROMPTS, _SLIDES, _AI_PAINTING),
    "weilingdi": (_YOGA, _AI_PAINTING),
    "youchao": (_SLIDES, _YOGA),
}
LARGEST = max(one.capacity for told in (*PAST.values(), *NEXT.values()) for one in told)
WISHES = (
    ("沪语基础会话", CourseCategory.LANGUAGE, "想听懂楼下阿姨说什么。", 14),
    ("家常菜十二道", CourseCategory.LIFE, "共享厨房里学着做。", 21),
    ("咖啡拉花", CourseCategory.CRAFT, "周末下午，自带杯子。", 6),
)
