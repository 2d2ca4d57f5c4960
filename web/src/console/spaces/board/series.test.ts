import { expect, test } from 'vitest';
import { ruleOf } from './series';

test('a rhythm is a rule by RFC 5545 with its count', () => {
  expect(ruleOf('WEEKLY', 8)).toBe('FREQ=WEEKLY;COUNT=8');
  expect(ruleOf('FORTNIGHTLY', 4)).toBe('FREQ=WEEKLY;INTERVAL=2;COUNT=4');
  expect(ruleOf('MONTHLY', 3)).toBe('FREQ=MONTHLY;COUNT=3');
});
