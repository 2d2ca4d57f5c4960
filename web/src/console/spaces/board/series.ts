/** How often a booking is repeated, and which bookings of a series a change is for. */
import type { SeriesScope } from '../../../core/schema.gen';

export const RHYTHMS = ['WEEKLY', 'FORTNIGHTLY', 'DAILY', 'MONTHLY'] as const;
export type Rhythm = (typeof RHYTHMS)[number];
export const SCOPES: readonly SeriesScope[] = ['THIS', 'FOLLOWING', 'ALL'];

/** The rule by RFC 5545. */
export const ruleOf = (rhythm: Rhythm, count: number): string => `FREQ=${rhythm === 'FORTNIGHTLY' ? 'WEEKLY;INTERVAL=2' : rhythm};COUNT=${count}`;
