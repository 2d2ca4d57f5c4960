"""Invented people and employers: the same for the same seed, and nobody who exists."""

import datetime as dt
import random
from dataclasses import dataclass

from stdnum.cn import ric, uscc

from backend.modules.housing.identity import Sex

# No county has ever had this code (GB/T 2260): a number that begins with it belongs to nobody.
UNASSIGNED_AREA = "310199"
# Numbers under 1349 were kept for a satellite service and never given to mobile phones.
UNISSUED_PREFIX = "1349"
# Everybody draws from a share of their own, so that two operators' people never have the same number.
SHARES = 50
_PHONES_OF_A_SHARE = 10_000_000 // SHARES
# Prime to ten million: consecutive people get scattered numbers, and no two the same.
_SCATTER = 7_654_321

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严武戴莫孔向汤"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建文辉力鹏浩宇轩子涵梓欣怡佳琪思雨婷雪梅俊博"
    "文昊天一诺晨曦嘉懿煜城泽楷瑞霖弘毅振家志坚国栋立群慧雯晓燕春梅海燕丹琳璐瑶月悦颖莹洁蕾薇倩云飞翔"
)
TRADES = (
    "保安服务",
    "保洁服务",
    "物业管理",
    "餐饮管理",
    "速递服务",
    "建筑工程",
    "园林绿化",
    "人力资源",
    "机电安装",
    "家政服务",
)
FIRM_NAMES = "申浦闵江颛桥莘泾梅陇春晖安宁恒泰瑞丰万佳锦绣同心嘉禾永固"
_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"

# Completed years average 32, as the articles say of the residents.
_YOUNGEST, _OLDEST, _TYPICAL = 19.0, 51.0, 27.5


@dataclass(frozen=True, slots=True)
class Person:
    """Someone invented; the document is a resident's number (GB 11643), the phone is E.164."""

    name: str
    document_number: str
    phone: str
    birth_on: dt.date
    sex: Sex


@dataclass(frozen=True, slots=True)
class Firm:
    """An invented employer with a valid check digit of its code (GB 32100)."""

    name: str
    uscc: str


class People:
    """Invents people one after another, as of `today`; `share` is below SHARES."""

    def __init__(self, share: int, today: dt.date) -> None:
        self.random = random.Random(f"xinju:{share}")
        self._share = share
        self._today = today
        self._made = 0
        self._numbers: set[str] = set()

    def adult(self, sex: Sex | None = None) -> Person:
        """A working adult; ages average 32."""
        return self._born(self._birthday(self.random.triangular(_YOUNGEST, _OLDEST, _TYPICAL)), sex)

    def relative(self, youngest: float, oldest: float, surname: str | None = None, sex: Sex | None = None) -> Person:
        """Someone of an age between the two, in years; with a surname where it runs in the family."""
        return self._born(self._birthday(self.random.uniform(youngest, oldest)), sex, surname)

    def firm(self, trade: str | None = None) -> Firm:
        """A company whose staff live in beds that it arranges; of some trade, if none is given."""
        draw = self.random
        letters = "".join(draw.choices(_USCC_ALPHABET, k=9))
        body = f"91{UNASSIGNED_AREA}{letters}"
        name = f"上海{''.join(draw.sample(FIRM_NAMES, 2))}{trade or draw.choice(TRADES)}有限公司"
        return Firm(name, body + uscc.calc_check_digit(body))

    def _birthday(self, age: float) -> dt.date:
        return self._today - dt.timedelta(days=int(age * 365.25))

    def _born(self, birth_on: dt.date, sex: Sex | None, surname: str | None = None) -> Person:
        sex = sex or self.random.choice((Sex.FEMALE, Sex.MALE))
        given = "".join(self.random.sample(GIVEN, self.random.choice((1, 2, 2, 2))))
        name = (surname or self.random.choice(SURNAMES)) + given
        number = self._number(birth_on, sex)
        while number in self._numbers:
            # A crowded birthday: the day before may have room.
            birth_on -= dt.timedelta(days=1)
            number = self._number(birth_on, sex)
        self._numbers.add(number)
        return Person(name, number, self._phone(), birth_on, sex)

    def _number(self, birth_on: dt.date, sex: Sex) -> str:
        place = self.random.randrange(500 // SHARES) * SHARES + self._share
        body = f"{UNASSIGNED_AREA}{birth_on:%Y%m%d}{2 * place + (sex is Sex.MALE):03d}"
        # The library looks at a whole number, whatever stands in the place of its check digit.
        return body + ric.calc_check_digit(body + "0")

    def _phone(self) -> str:
        place = self._share * _PHONES_OF_A_SHARE + self._made
        self._made += 1
        return f"+86{UNISSUED_PREFIX}{place * _SCATTER % 10_000_000:07d}"
