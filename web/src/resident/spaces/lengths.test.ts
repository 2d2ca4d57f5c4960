import { expect, test } from 'vitest';
import { lengths } from './lengths';

const slot = (hour: number, state: 'FREE' | 'TAKEN') => ({ __typename: 'AvailableTime' as const, startsAt: `2026-11-26T0${hour}:00:00+00:00`, endsAt: `2026-11-26T0${hour + 1}:00:00+00:00`, state, seatsLeft: 1 });
const START = '2026-11-26T01:00:00+00:00';

test('a booking is as long as what is free without a gap, and no longer than the rules', () => {
  const availability = [slot(1, 'FREE'), slot(2, 'FREE'), slot(3, 'TAKEN'), slot(4, 'FREE')];
  expect(lengths({ minMinutes: 60, maxMinutes: 240, availability }, START)).toEqual([60, 120]);
  expect(lengths({ minMinutes: 60, maxMinutes: 60, availability }, START)).toEqual([60]);
  expect(lengths({ minMinutes: 120, maxMinutes: 240, availability }, START)).toEqual([120]);
});

test('where nothing long enough is free, the shortest is asked for and the server says what is free nearby', () => {
  expect(lengths({ minMinutes: 60, maxMinutes: 240, availability: [slot(1, 'TAKEN')] }, START)).toEqual([60]);
});
