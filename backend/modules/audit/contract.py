"""Audit: the names that other code may use."""

from tenants.roles import ADMINS, Permission


class AuditPermission(Permission):
    """Who may read the operator's audit trail."""

    READ = "audit:read", ADMINS
