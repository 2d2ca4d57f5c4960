import type { MemberActivityStatus } from '../../core/schema.gen';

export const STATUSES: readonly MemberActivityStatus[] = ['OPEN', 'HELD', 'CANCELLED'];
export const TONES: Record<MemberActivityStatus, 'accent' | 'good' | 'cold'> = { OPEN: 'accent', HELD: 'good', CANCELLED: 'cold' };
