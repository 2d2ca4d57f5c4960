import type { StayStatus } from '../../core/schema.gen';
import type { Tone } from '../../desk/Tag';

export const STAY_TONES: Record<StayStatus, Tone> = { ACTIVE: 'accent', RESERVED: 'cold', ENDED: 'plain', CANCELLED: 'plain' };
