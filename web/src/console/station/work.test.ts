import { describe, expect, it } from 'vitest';
import { bySpan, spanOf } from './work';

const line = (dueOn: string, isOverdue = false) => ({ dueOn, isOverdue });

describe('the day list', () => {
  it('puts what is late first, a crisis that ran out today too', () => {
    expect(spanOf(line('2026-03-01', true), '2026-03-02')).toBe('late');
    expect(spanOf(line('2026-03-02', true), '2026-03-02')).toBe('late');
  });

  it('counts the week from today, over the end of a month', () => {
    expect(spanOf(line('2026-02-26'), '2026-02-26')).toBe('today');
    expect(spanOf(line('2026-03-04'), '2026-02-26')).toBe('week');
    expect(spanOf(line('2026-03-05'), '2026-02-26')).toBe('later');
  });

  it('leaves out spans in which there is nothing', () => {
    expect(bySpan([line('2026-03-08'), line('2026-03-01', true)], '2026-03-02').map((one) => one.span)).toEqual(['late', 'week']);
  });
});
