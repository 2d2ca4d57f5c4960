/** Times of a day in minutes from its midnight, as stations keep them. */

/** From Monday, as ISO 8601 counts. */
export const WEEK: readonly number[] = [1, 2, 3, 4, 5, 6, 7];
/** Every quarter of an hour of a day. */
export const QUARTERS: readonly number[] = Array.from({ length: 97 }, (_, at) => at * 15);

/** 540 as 09:00; the end of the day is 24:00. */
export const clockOf = (minutes: number): string => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

interface Time {
  opens: number;
  closes: number;
}

export const timeOf = ({ opens, closes }: Time): string => `${clockOf(opens)} – ${clockOf(closes)}`;

/** Weekly hours by the times that several days share, in the order of the week. */
export function byTime<Weekly extends Time & { weekday: number }>(hours: readonly Weekly[]): (Time & { weekdays: number[] })[] {
  const found = new Map<string, Time & { weekdays: number[] }>();
  for (const { weekday, opens, closes } of hours) {
    const known = found.get(`${opens}-${closes}`);
    if (known) known.weekdays.push(weekday);
    else found.set(`${opens}-${closes}`, { weekdays: [weekday], opens, closes });
  }
  return [...found.values()];
}
