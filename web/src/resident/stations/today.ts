/** When a station is open today: as its weekday, unless the day is otherwise. */
import { isoDay } from '../../core/format';

interface Time {
  opens: number;
  closes: number;
}

interface Station {
  hours: readonly (Time & { weekday: number })[];
  days: readonly { fallsOn: string; opens: number | null; closes: number | null }[];
}

export function openToday(station: Station, today: string = isoDay()): Time[] {
  const other = station.days.find((one) => one.fallsOn === today);
  if (other) return other.opens === null || other.closes === null ? [] : [{ opens: other.opens, closes: other.closes }];
  const weekday = new Date(`${today}T00:00:00Z`).getUTCDay() || 7;
  return station.hours.filter((one) => one.weekday === weekday);
}
