/** The district's five modes of governing a community, and the area grid for those not yet in one. Their words are `shared:governance`. */
import type { GovernanceMode } from './schema.gen';

export const MODES = ['COMMITTEE_OR_PREPARATORY_GROUP', 'MANAGED_BY_NEIGHBOUR', 'MANAGED_BY_NEIGHBOUR_WITH_STATION', 'WITHIN_COMMITTEE', 'SELF_GOVERNANCE_WITH_STATIONS', 'AREA_GRID'] as const satisfies readonly GovernanceMode[];
