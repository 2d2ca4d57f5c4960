"""The words of housing that other modules use."""

from backend.modules.housing.words import GovernanceMode as GovernanceMode
from backend.modules.housing.words import PartyStatus as PartyStatus
