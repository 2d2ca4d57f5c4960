"""Accounts: the names that other code may use."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from backend.core.errors import AppError
from tenants.roles import ADMINS, Permission, Role


class AccountPermission(Permission):
    """What one may do with accounts and operators."""

    MANAGE_STAFF = "accounts:manage_staff", ADMINS
    MANAGE_PROVIDER = "accounts:manage_provider", ADMINS
    FOLLOW_STAYS = "accounts:follow_stays"
    FIND_RESIDENTS = "accounts:find_residents"
    LIST_OPERATORS = "accounts:list_operators", (Role.PLATFORM_ADMIN,)


class SignInFailed(AppError):
    """The log-in name, phone, password or code is not right."""

    zh = "账号、手机号、密码或验证码不正确"


class AccountLocked(AppError):
    """Too many attempts; please try again in {minutes} minutes."""

    zh = "尝试次数过多，请在 {minutes} 分钟后再试"


class SecondFactorRequired(AppError):
    """Please also enter the code of your authenticator."""

    zh = "请输入动态验证码"


class CodeLimitReached(AppError):
    """Too many codes were requested; please wait."""

    zh = "验证码请求过于频繁，请稍后再试"


class TotpAlreadyConfirmed(AppError):
    """This account has an authenticator already."""

    zh = "该账号已绑定动态验证码"


class PasswordTooWeak(AppError):
    """A password has {shortest} to {longest} characters and is not the log-in name."""

    zh = "密码应为 {shortest} 至 {longest} 个字符，且不能与账号相同"


class LoginTaken(AppError):
    """This log-in name is taken."""

    zh = "该账号名已被使用"
    constraint = "accounts_login_key"


class LoginInvalid(AppError):
    """A log-in name has 3 to 64 lower-case letters, digits, dots, dashes, underscores or @, one a letter at least."""

    zh = "账号名应为 3 至 64 位小写字母、数字、点、横线、下划线或 @，且至少含一个字母"
    constraint = "accounts_login_check"


class PhoneTaken(AppError):
    """This phone belongs to another account."""

    zh = "该手机号已属于其他账号"
    constraint = "accounts_phone_index_key"


class AlreadyMember(AppError):
    """This person has that role here already."""

    zh = "该人员已有此角色"
    constraint = "memberships_current_key"


class RoleNotGrantable(AppError):
    """This role cannot be granted here."""

    zh = "不能在此授予该角色"


class OwnMembership(AppError):
    """You cannot end your own membership."""

    zh = "不能结束自己的成员身份"


class ProviderRefused(AppError):
    """Your organisation's sign-in service did not confirm who you are."""

    zh = "贵单位的登录服务未能确认您的身份"


class ProviderUnknown(AppError):
    """This operator has no sign-in service of its own."""

    zh = "该运营方没有自己的登录服务"


@dataclass(frozen=True, slots=True)
class KnownProvider:
    """An operator's own OpenID provider as its administrators read it: never its secret."""

    issuer: str
    client_id: str
    redirect_uri: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordSignIn:
    """`login` is a log-in name or a phone as people type it."""

    login: str
    password: str
    totp_code: str | None = None
    user_agent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeSignIn:
    """`phone` as people type it; `code` has six digits."""

    phone: str
    code: str
    totp_code: str | None = None
    user_agent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMembership:
    """A role at an operator, or of the platform or district where there is none; no communities means all of them."""

    role: Role
    operator_id: UUID | None = None
    community_ids: tuple[UUID, ...] | None = None
    resident_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """Someone who can sign in: by password, by codes to a phone, or by either. `totp_secret` is base32."""

    display_name: str
    login: str | None = None
    phone: str | None = None
    password: str | None = None
    totp_secret: str | None = None
    memberships: tuple[NewMembership, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffInvitation:
    """Either a phone, or a log-in name with its first password. No communities means all that the inviter has."""

    role: Role
    display_name: str
    phone: str | None = None
    login: str | None = None
    password: str | None = None
    community_ids: tuple[UUID, ...] | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """One membership as its holder sees it; `is_open` is False while the operator is suspended."""

    id: UUID
    role: Role
    operator_code: str | None
    operator_name_zh: str | None
    operator_name_en: str | None
    brand_colour: str | None
    modules: tuple[str, ...]
    permissions: tuple[str, ...]
    community_ids: tuple[UUID, ...] | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """An account as its holder sees it; `second_factor_due`: some role gives no rights until TOTP was used."""

    account_id: UUID
    display_name: str
    login: str | None
    locale: str | None
    has_totp: bool
    second_factor_due: bool
    seats: tuple[Seat, ...]


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The two tokens of a session; `expires_at` is the access token's."""

    access_token: str
    expires_at: dt.datetime
    refresh_token: str
    refresh_expires_at: dt.datetime
    profile: Profile
