import { describe, expect, it } from 'vitest';
import { byTime, clockOf } from '../../core/hours';
import { openToday } from './today';

const MORNING = { opens: 540, closes: 720 };
const hours = [1, 2, 7].map((weekday) => ({ weekday, ...MORNING }));

describe('a station today', () => {
  it('is open as its weekday, Sunday as the seventh', () => {
    expect(openToday({ hours, days: [] }, '2026-11-29')).toEqual([{ weekday: 7, ...MORNING }]);
    expect(openToday({ hours, days: [] }, '2026-11-28')).toEqual([]);
  });

  it('is as the day says where it is otherwise', () => {
    const days = [
      { fallsOn: '2026-11-29', opens: null, closes: null, note: null },
      { fallsOn: '2026-11-28', opens: 600, closes: 660, note: null },
    ];
    expect(openToday({ hours, days }, '2026-11-29')).toEqual([]);
    expect(openToday({ hours, days }, '2026-11-28')).toEqual([{ opens: 600, closes: 660 }]);
  });
});

describe('weekly hours', () => {
  it('are told together for the days that share them', () => {
    expect(byTime([...hours, { weekday: 3, opens: 600, closes: 660 }])).toEqual([
      { weekdays: [1, 2, 7], ...MORNING },
      { weekdays: [3], opens: 600, closes: 660 },
    ]);
  });

  it('are written on the clock, the end of the day as 24:00', () => {
    expect([545, 1440].map(clockOf)).toEqual(['09:05', '24:00']);
  });
});
