import type { EnrolmentStatus } from '../../core/schema.gen';

export const TONE: Record<EnrolmentStatus, string> = { APPLIED: 'warn', WAITLISTED: 'warn', OFFERED: 'accent', ENROLLED: 'good', DECLINED: 'bad', CANCELLED: '', COMPLETED: 'good' };

/** Those that still hold or want a seat. */
export const LIVE: readonly EnrolmentStatus[] = ['APPLIED', 'WAITLISTED', 'OFFERED', 'ENROLLED'];
