import type { ClubEventStatus, ClubMemberStatus, ClubStatus } from '../../core/schema.gen';
import type { Tone } from '../../desk/Tag';

export const CLUB_STATUSES = ['ACTIVE', 'DORMANT', 'ARCHIVED'] as const satisfies readonly ClubStatus[];
export const CLUB_TONES: Readonly<Record<ClubStatus, Tone>> = { ACTIVE: 'good', DORMANT: 'warn', ARCHIVED: 'plain' };
export const MEMBER_TONES: Readonly<Record<ClubMemberStatus, Tone>> = { PENDING: 'warn', ACTIVE: 'good', DECLINED: 'plain', LEFT: 'plain' };
export const EVENT_TONES: Readonly<Record<ClubEventStatus, Tone>> = { REQUESTED: 'warn', CONFIRMED: 'good', REFUSED: 'bad', CANCELLED: 'plain', HELD: 'cold' };
