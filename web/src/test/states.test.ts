import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Where a choice is offered within a form, the form stands without it; everywhere else what is read has four states. */
const CHOICES = /(Modals?|OrgSelect|Fields|Picker|Twins|ActOnCase|ActOnIssue)\.tsx$/;
const reading = globSync('src/**/*.tsx').filter((path) => !CHOICES.test(path) && readFileSync(path, 'utf8').includes('useData('));

test.each(reading)('%s shows what is loading, failed, empty or there', (path) => {
  expect(readFileSync(path, 'utf8')).toMatch(/<(States|Quiet|Panel|TodayCard|\w+Table)\b/);
});

/** Dialogs are made afresh whenever they open: each comes by `dialog`, those of one file together. */
const mounting = globSync('src/**/*.tsx').filter((path) => !/(Modals|\.test)\.tsx$/.test(path));
const isStale = (line: string): boolean =>
  /^import (?!type\b|\{( type \w+,?)+ \}).* from '\.[^']*\/(?!ActModal')\w*Modals?'|\blater\(.*Modals?'\)/.test(line);

test.each(mounting)('%s opens dialogs that know nothing of the last time', (path) => {
  expect(readFileSync(path, 'utf8').split('\n').filter(isStale)).toEqual([]);
});
