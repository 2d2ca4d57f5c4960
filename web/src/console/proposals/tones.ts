import type { AnswerLamp, ProposalStatus } from '../../core/schema.gen';
import type { Tone } from '../../desk/Tag';

export const STATUS_TONES: Record<ProposalStatus, Tone> = { DRAFT: 'plain', PUBLISHED: 'cold', ANSWERED: 'accent', UNDERWAY: 'warn', DONE: 'good', WITHDRAWN: 'plain', MERGED: 'plain' };
export const LAMP_TONES: Record<AnswerLamp, Tone> = { NONE: 'plain', GREEN: 'good', YELLOW: 'warn', RED: 'bad', OVERDUE: 'bad' };
