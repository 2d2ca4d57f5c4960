import { expect, test } from 'vitest';
import { atShanghai, date, dayTime, daysAfter, daysBetween, dueDate, dueTime, isoDay, percent, time, timeSpan } from './format';
import { accentOf, contrast, mix } from './colour';

test('dates are Shanghai wall time whatever the device zone', () => {
  expect(isoDay(new Date('2026-11-21T18:00:00Z'))).toBe('2026-11-22');
  expect(date('2026-11-21T18:00:00Z')).toBe('2026年11月22日');
  expect(date('2026-11-22')).toBe('2026年11月22日');
  expect(time('2026-11-21T18:00:00Z')).toBe('02:00');
  expect(dayTime('2026-11-21T18:00:00Z')).toBe('11月22日 02:00');
  expect(new Date(atShanghai('2026-11-22', '02:00')).toISOString()).toBe('2026-11-21T18:00:00.000Z');
});

test('the day is said once of what ends on it', () => {
  expect(timeSpan('2026-11-22T11:00:00Z', '2026-11-22T13:00:00Z')).toBe('11月22日 19:00–21:00');
  expect(timeSpan('2026-11-22T14:00:00Z', '2026-11-22T16:00:00Z')).toBe('11月22日 22:00–24:00');
  expect(timeSpan('2026-11-22T14:00:00Z', '2026-11-22T18:30:00Z')).toBe('11月22日 22:00–11月23日 02:30');
});

test('the midnight that ends a day is of that day', () => {
  expect(dueTime('2026-11-22T16:00:00Z')).toBe('11月22日 24:00');
  expect(dueTime('2026-11-22T15:59:00Z')).toBe('11月22日 23:59');
  expect(dueTime('2026-11-22T16:01:00Z')).toBe('11月23日 00:01');
  expect(dueDate('2026-12-31T16:00:00Z')).toBe('2026年12月31日');
  expect(dueDate('2026-12-31T16:00:01Z')).toBe('2027年1月1日');
});

test('days are counted over the ends of months and years', () => {
  expect(daysAfter('2026-12-31', 1)).toBe('2027-01-01');
  expect(daysAfter('2028-03-01', -1)).toBe('2028-02-29');
  expect(daysBetween('2026-11-22', '2026-12-02')).toBe(10);
  expect(percent(0.375)).toBe('37.5%');
});

test('every accent can be read on white and on its own pale tint', () => {
  for (const colour of ['#0e7c66', '#ffcc00', '#ff6600', '#000000', '#7fd1ff', 'nonsense']) {
    const accent = accentOf(colour);
    expect(contrast(accent, '#ffffff')).toBeGreaterThanOrEqual(4.5);
    expect(contrast(accent, mix(accent, '#ffffff', 0.9))).toBeGreaterThanOrEqual(4.5);
  }
});
