/** A booking that is made again: which rules fit between now and how far ahead a space is booked. */
import { daysBetween, isoDay } from '../../core/format';

export type Frequency = 'DAILY' | 'WEEKLY';
const DAYS: Readonly<Record<Frequency, number>> = { DAILY: 1, WEEKLY: 7 };
/** More of one's own at once is nobody's to ask for on a phone. */
const MOST = 12;
/** Where a space is booked as far ahead as anyone likes. */
const FAR_DAYS = 90;

/** How many dates at most, the first among them; below two there is nothing to repeat. */
export function mostDates(frequency: Frequency, first: string, today: string, advanceDays: number | null): number {
  const left = (advanceDays ?? FAR_DAYS) - daysBetween(today, first);
  return Math.max(1, Math.min(MOST, Math.floor(left / DAYS[frequency]) + 1));
}

export const ruleOf = (frequency: Frequency, count: number): string => `FREQ=${frequency};COUNT=${count}`;

/** The days on which it is not possible, to be left out. */
export const impossible = (dates: readonly { startsAt: string; code?: string | null }[]): string[] => dates.filter((one) => one.code).map((one) => isoDay(new Date(one.startsAt)));
