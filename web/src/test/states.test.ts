import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Where a choice is offered within a form, the form stands without it; everywhere else what is read has four states. */
const CHOICES = /(Modals?|OrgSelect|Fields|Picker|Twins|ActOnCase|ActOnIssue)\.tsx$/;
const reading = globSync('src/**/*.tsx').filter((path) => !CHOICES.test(path) && readFileSync(path, 'utf8').includes('useData('));

test.each(reading)('%s shows what is loading, failed, empty or there', (path) => {
  expect(readFileSync(path, 'utf8')).toMatch(/<(States|Quiet|Panel|TodayCard|\w+Table)\b/);
});
