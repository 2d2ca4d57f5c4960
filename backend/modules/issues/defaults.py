"""The categories and templates that an operator may begin with."""

from typing import Final

from backend.core.errors import Locale
from backend.modules.issues.contract.inputs import NewCategory
from backend.modules.issues.words import IssueAct

CATEGORIES: Final = (
    NewCategory(code="water", name_zh="漏水渗水", name_en="Leaks", standard_days=1, warranty_days=3),
    NewCategory(code="power", name_zh="水电故障", name_en="Water and power", standard_days=1, warranty_days=3),
    NewCategory(code="appliance", name_zh="家电家具", name_en="Appliances and furniture", standard_days=3),
    NewCategory(code="lift", name_zh="电梯", name_en="Lifts", standard_days=1),
    NewCategory(code="waste", name_zh="垃圾清运", name_en="Waste", standard_days=3),
    NewCategory(code="hygiene", name_zh="公共卫生", name_en="Cleanliness", standard_days=3),
    NewCategory(code="noise", name_zh="噪声扰民", name_en="Noise", standard_days=5),
    NewCategory(code="parking", name_zh="停车与非机动车", name_en="Parking and bicycles", standard_days=5),
    NewCategory(code="fire", name_zh="消防安全", name_en="Fire safety", standard_days=1),
    NewCategory(code="public-space", name_zh="公共设施", name_en="Shared facilities", standard_days=5),
    NewCategory(code="greenery", name_zh="绿化养护", name_en="Greenery", standard_days=15),
    NewCategory(code="road", name_zh="道路与街面", name_en="Roads and frontage", standard_days=15, paid_days=15),
    NewCategory(code="neighbours", name_zh="邻里纠纷", name_en="Disputes", standard_days=5, is_sensitive=True),
    NewCategory(code="other", name_zh="其他", name_en="Other", standard_days=5),
)
TEMPLATES: Final[tuple[tuple[IssueAct, Locale, str], ...]] = (
    (IssueAct.ACCEPTED, "zh-CN", "您好，您反映的问题已受理，我们将尽快安排处理。"),
    (IssueAct.ACCEPTED, "en", "Thank you. We have taken this on and will see to it."),
    (IssueAct.ASSIGNED, "zh-CN", "已安排人员上门处理，请保持电话畅通。"),
    (IssueAct.ASSIGNED, "en", "Someone is on the way; please keep your phone at hand."),
    (IssueAct.PAUSED, "zh-CN", "因等待配件，处理暂缓，到货后立即继续。"),
    (IssueAct.PAUSED, "en", "We are waiting for parts and will go on as soon as they arrive."),
    (IssueAct.RESOLVED, "zh-CN", "问题已处理完毕，请查看处理后的照片并确认。"),
    (IssueAct.RESOLVED, "en", "This is done. Please look at the photo and confirm."),
    (IssueAct.ESCALATED, "zh-CN", "该问题超出本级处理能力，已提请上级网格协调。"),
    (IssueAct.ESCALATED, "en", "This is beyond what we can do here; the grid above us has it now."),
)
