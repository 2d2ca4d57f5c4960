import type { CouncilStatus, ItemOutcome, Verdict } from '../../core/schema.gen';
import type { Tone } from '../../desk/Tag';

export const STATUS_TONES: Record<CouncilStatus, Tone> = { SCHEDULED: 'cold', HELD: 'good', CANCELLED: 'plain' };
export const OUTCOME_TONES: Record<ItemOutcome, Tone> = { OPEN: 'plain', SOLVED: 'good', TASKED: 'accent', SENT_UP: 'warn', PUT_OFF: 'plain' };
export const VERDICT_TONES: Record<Verdict, Tone> = { SATISFIED: 'good', TO_IMPROVE: 'warn', REJECTED: 'bad' };

/** What may come of an item, once it was discussed. */
export const OUTCOMES: readonly ItemOutcome[] = ['SOLVED', 'TASKED', 'SENT_UP', 'PUT_OFF'];
