/** The codes of partners in their order, and the tones in which they are shown. */
import type { DayStatus, NeedStatus, PartnerKind, ResourceKind } from '../../core/schema.gen';
import type { Tone } from '../../desk/Tag';

export const PARTNER_KINDS: readonly PartnerKind[] = ['GOVERNMENT', 'ENTERPRISE', 'SCHOOL', 'HOSPITAL', 'SOCIAL_ORGANISATION', 'LEAGUE_OR_UNION'];
export const RESOURCE_KINDS: readonly ResourceKind[] = ['CONSULT', 'SERVICE', 'PUBLIC_GOOD', 'FUNDING'];
export const NEED_STATUSES: readonly NeedStatus[] = ['PROPOSED', 'OPEN', 'CLAIMED', 'DELIVERED', 'CONFIRMED', 'WITHDRAWN'];
export const NEED_TONES: Readonly<Record<NeedStatus, Tone>> = { PROPOSED: 'warn', OPEN: 'accent', CLAIMED: 'cold', DELIVERED: 'warn', CONFIRMED: 'good', WITHDRAWN: 'plain' };
export const DAY_TONES: Readonly<Record<DayStatus, Tone>> = { OPEN: 'warn', CLAIMED: 'accent', LOGGED: 'good', CANCELLED: 'plain' };
