import type { ProposalStatus } from '../../core/schema.gen';

export const TONE: Record<ProposalStatus, string> = { DRAFT: '', PUBLISHED: 'warn', ANSWERED: 'accent', UNDERWAY: 'accent', DONE: 'good', WITHDRAWN: '', MERGED: '' };
