/** The day list in its spans: what is late, of today, of the rest of the week that begins today, and what comes after. */
import type { WorkKind } from '../../core/schema.gen';
import { daysAfter } from '../../core/format';
import type { Tone } from '../../desk/Tag';

export const SPANS = ['late', 'today', 'week', 'later'] as const;
export type Span = (typeof SPANS)[number];
const WEEK_DAYS = 6;

export interface Due {
  dueOn: string;
  isOverdue: boolean;
}

/** The last day of the week that begins today. */
export const weekEnd = (today: string): string => daysAfter(today, WEEK_DAYS);

/** In which span a line stands. */
export function spanOf(line: Due, today: string): Span {
  if (line.isOverdue) return 'late';
  if (line.dueOn <= today) return 'today';
  return line.dueOn <= weekEnd(today) ? 'week' : 'later';
}

/** The lines of each span that has any, in order. */
export function bySpan<Line extends Due>(lines: readonly Line[], today: string): { span: Span; lines: Line[] }[] {
  return SPANS.map((span) => ({ span, lines: lines.filter((one) => spanOf(one, today) === span) })).filter((one) => one.lines.length > 0);
}

export const WORK_TONES: Readonly<Record<WorkKind, Tone>> = {
  CRISIS_VISIT: 'bad',
  CRISIS_NOTICE: 'bad',
  HELP: 'warn',
  ASSIGNMENT: 'warn',
  APPROVAL: 'warn',
  GROUP_APPROVAL: 'warn',
  TRANSFER: 'warn',
  ACTIVITY: 'cold',
  ASSESSMENT: 'accent',
  PLAN: 'accent',
  FOLLOW_UP: 'accent',
  CLOSURE: 'accent',
};
