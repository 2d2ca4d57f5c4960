/** Dates, times and numbers as Shanghai writes them, whatever the device's zone. */
import { i18n } from './i18n';

const ZONE = 'Asia/Shanghai';
const made = new Map<string, Intl.DateTimeFormat>();

function formatter(options: Intl.DateTimeFormatOptions, lang = i18n.language || 'zh-CN'): Intl.DateTimeFormat {
  const key = lang + JSON.stringify(options);
  let found = made.get(key);
  if (!found) made.set(key, (found = new Intl.DateTimeFormat(lang, { timeZone: ZONE, ...options })));
  return found;
}

/** A date alone is taken as that day in Shanghai. */
const moment = (value: string | Date): Date =>
  new Date(typeof value === 'string' && value.length === 10 ? `${value}T00:00:00+08:00` : value);

/** 2026年11月22日 */
export const date = (value: string | Date): string => formatter({ year: 'numeric', month: 'long', day: 'numeric' }).format(moment(value));
/** 11月22日 */
export const day = (value: string | Date): string => formatter({ month: 'short', day: 'numeric' }).format(moment(value));
/** 周日 */
export const weekday = (value: string | Date): string => formatter({ weekday: 'short' }).format(moment(value));
/** 09:30 */
export const time = (value: string | Date): string => formatter({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(moment(value));
/** 2026年11月22日 09:30 */
export const dateTime = (value: string | Date): string => `${date(value)} ${time(value)}`;
/** 11月22日 09:30 */
export const dayTime = (value: string | Date): string => `${day(value)} ${time(value)}`;
/** The last moment before an end: the midnight that ends a day is still of that day. */
const lastBefore = (end: string): Date => new Date(Date.parse(end) - 1);
/** By when, as 11月22日 18:00; the midnight that ends a day is its 24:00. */
export const dueTime = (end: string): string => (time(end) === '00:00' ? `${day(lastBefore(end))} 24:00` : dayTime(end));
/** 11月22日 19:00–21:00; the day of the end too where it is another. */
export const timeSpan = (from: string, end: string): string => {
  const ends = dueTime(end);
  return `${dayTime(from)}–${day(from) === day(lastBefore(end)) ? ends.slice(ends.lastIndexOf(' ') + 1) : ends}`;
};
/** The last day before an end, as 2026年11月22日. */
export const dueDate = (end: string): string => date(lastBefore(end));
/** The last day of what has no end. */
export const FOREVER = '9999-12-31';
/** Now, asked for in one place. */
export const now = (): Date => new Date();
/** YYYY-MM-DD in Shanghai. */
export const isoDay = (value: Date = new Date()): string => new Intl.DateTimeFormat('en-CA', { timeZone: ZONE }).format(value);
/** YYYY-MM-DD, so many days after. */
export function daysAfter(iso: string, days: number): string {
  return new Date(Date.parse(`${iso}T00:00:00Z`) + days * 864e5).toISOString().slice(0, 10);
}
/** This month and those before it, so many in all, as `2026-10`. */
export function lastMonths(count: number): string[] {
  const [year = 0, month = 1] = isoDay().split('-').map(Number);
  return Array.from({ length: count }, (_, back) => {
    const at = year * 12 + month - 1 - back;
    return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`;
  });
}
/** Whole days from one date to another. */
export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 864e5);
/** A wall time of Shanghai as a moment. */
export const atShanghai = (iso: string, clock = '00:00'): string => `${iso}T${clock}:00+08:00`;
/** What stands between the parts of a list. */
export const separator = (): string => (i18n.language === 'en' ? ', ' : '、');
/** What stands between sayings that may hold lists themselves. */
export const semicolon = (): string => (i18n.language === 'en' ? '; ' : '；');
/** A name and what it is. */
export const labelled = (name: string, value: string): string => `${name}${i18n.language === 'en' ? ': ' : '：'}${value}`;
export const number = (value: number): string => new Intl.NumberFormat(i18n.language || 'zh-CN').format(value);
export const percent = (value: number, digits = 1): string =>
  new Intl.NumberFormat(i18n.language || 'zh-CN', { style: 'percent', maximumFractionDigits: digits }).format(value);
