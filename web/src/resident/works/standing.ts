/** How it stands with works: off, over, going on or ahead. */
import { now } from '../../core/format';
import type { PhoneWorksFragment } from './works.gen';

export const TONE = { off: 'bad', over: '', now: 'warn', ahead: 'good' } as const;
export type Standing = keyof typeof TONE;

export function standingOf(works: Pick<PhoneWorksFragment, 'cancelledAt' | 'startsAt' | 'endsAt'>): Standing {
  if (works.cancelledAt) return 'off';
  const at = now().getTime();
  if (Date.parse(works.endsAt) < at) return 'over';
  return Date.parse(works.startsAt) <= at ? 'now' : 'ahead';
}
