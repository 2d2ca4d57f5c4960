import type { IssueStatus } from '../../core/schema.gen';
import type { PhoneIssueFragment } from './issues.gen';

export const TONE: Record<IssueStatus, string> = { REPORTED: 'warn', ACCEPTED: 'accent', IN_PROGRESS: 'accent', PAUSED: '', RESOLVED: 'warn', VERIFIED: 'good', REOPENED: 'bad', CLOSED: '' };

/** Under which name the device keeps what a report must know. */
export const REPORT_WHAT = 'report-what';

export const placeOf = (issue: PhoneIssueFragment): string => [issue.building?.name, issue.unit?.number, issue.placeNote].filter(Boolean).join(' ');
