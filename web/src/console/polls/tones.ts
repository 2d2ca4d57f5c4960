import type { PollOutcome, PollStatus } from '../../core/schema.gen';
import type { Tone } from '../../desk/Tag';

export const STATUS_TONES: Record<PollStatus, Tone> = { OPEN: 'accent', CLOSED: 'warn', COUNTED: 'good', CANCELLED: 'plain' };
export const OUTCOME_TONES: Record<PollOutcome, Tone> = { PASSED: 'good', NOT_PASSED: 'bad', TIED: 'warn', NO_QUORUM: 'warn' };
