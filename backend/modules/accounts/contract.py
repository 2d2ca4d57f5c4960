"""Accounts: the names that other code may use."""

from backend.core.errors import AppError
from tenants.roles import ADMINS, Permission, Role


class AccountPermission(Permission):
    """What one may do with accounts and operators."""

    MANAGE_STAFF = "accounts:manage_staff", ADMINS
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


class SessionEnded(AppError):
    """This session has ended; please sign in again."""

    zh = "登录已失效，请重新登录"
