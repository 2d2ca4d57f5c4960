"""The words of issues that other modules use."""

from backend.modules.issues.words import IssueAct as IssueAct
