import type { SpaceShown } from './Space';

const MINUTE = 6e4;

/** How long a booking from a slot can be: whole slots that are free one after another, within the rules. */
export function lengths(space: Pick<SpaceShown, 'minMinutes' | 'maxMinutes' | 'availability'>, startsAt: string): number[] {
  const found: number[] = [];
  let end = Date.parse(startsAt);
  for (const slot of space.availability) {
    if (Date.parse(slot.startsAt) !== end) continue;
    if (slot.state !== 'FREE') break;
    end = Date.parse(slot.endsAt);
    const minutes = (end - Date.parse(startsAt)) / MINUTE;
    if (minutes > space.maxMinutes) break;
    if (minutes >= space.minMinutes) found.push(minutes);
  }
  return found.length > 0 ? found : [space.minMinutes];
}
