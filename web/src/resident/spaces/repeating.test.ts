import { expect, test } from 'vitest';
import { impossible, mostDates, ruleOf } from './repeating';

test('a series ends where the space is not yet booked', () => {
  expect(mostDates('WEEKLY', '2026-11-27', '2026-11-27', 14)).toBe(3);
  expect(mostDates('WEEKLY', '2026-11-28', '2026-11-27', 14)).toBe(2);
  expect(mostDates('DAILY', '2026-11-27', '2026-11-27', 6)).toBe(7);
  expect(mostDates('WEEKLY', '2026-11-30', '2026-11-27', 6)).toBe(1);
  expect(mostDates('DAILY', '2026-11-27', '2026-11-27', null)).toBe(12);
});

test('what is not possible is left out by its day in Shanghai', () => {
  expect(ruleOf('WEEKLY', 3)).toBe('FREQ=WEEKLY;COUNT=3');
  expect(impossible([{ startsAt: '2026-11-27T17:00:00+00:00', code: 'SLOT_TAKEN' }, { startsAt: '2026-11-29T01:00:00+00:00', code: null }])).toEqual(['2026-11-28']);
});
