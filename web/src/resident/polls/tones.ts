import type { PollStatus } from '../../core/schema.gen';

export const TONE: Record<PollStatus, string> = { OPEN: 'accent', CLOSED: '', COUNTED: 'good', CANCELLED: '' };
