import type { RosterRowKind, RosterRowState, RosterStatus } from '../../core/schema.gen';
import type { Tone } from '../../desk/Tag';

export const STATUS_TONES: Record<RosterStatus, Tone> = { UPLOADED: 'cold', READING: 'cold', PREVIEWED: 'warn', APPLYING: 'cold', APPLIED: 'good', REFUSED: 'bad', CANCELLED: 'plain' };
export const KIND_TONES: Record<RosterRowKind, Tone> = { MOVE_IN: 'accent', MOVE_OUT: 'warn', TRANSFER: 'cold', END_CHANGED: 'cold', UNCHANGED: 'plain', HISTORY: 'plain', ERROR: 'bad' };
export const STATE_TONES: Record<RosterRowState, Tone> = { PENDING: 'plain', APPLIED: 'good', FAILED: 'bad' };
export const KINDS: readonly RosterRowKind[] = ['ERROR', 'MOVE_IN', 'MOVE_OUT', 'TRANSFER', 'END_CHANGED', 'UNCHANGED', 'HISTORY'];
