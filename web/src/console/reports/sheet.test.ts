import { expect, test } from 'vitest';
import { sheetOf } from './sheet';

test('a sheet quotes what has commas, and lets nothing be a formula', () => {
  expect(sheetOf([['a,b', 'say "hi"', 3, null], ['=1+1', '-x', -2, 'ok']])).toBe('\uFEFF"a,b","say ""hi""",3,\r\n\'=1+1,\'-x,-2,ok\r\n');
});
