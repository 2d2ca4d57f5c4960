import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { features as ofConsole } from '../console/features';
import type { Feature } from '../core/features';
import { features as ofPhone } from '../resident/features';

/** The kinds of notification that a face has words for. */
function toldOn(face: string): string[] {
  const words = globSync(`src/${face}/*/zh-CN.json`).map((path) => JSON.parse(readFileSync(path, 'utf8')) as { notices?: Record<string, string> });
  return words.flatMap((one) => Object.keys(one.notices ?? {})).filter((kind) => /^[A-Z_]+$/.test(kind) && kind !== 'UNKNOWN');
}

test.each([['console', ofConsole], ['resident', ofPhone]] as [string, Feature[]][])('whatever is told on the %s leads somewhere', (face, features) => {
  const kinds = toldOn(face);
  expect(kinds.length).toBeGreaterThan(20);
  expect(kinds.filter((kind) => !features.some((feature) => feature.notices?.[kind]))).toEqual([]);
});

const ID = '01a21ff7-88b6-7586-8e87-f602795db30d';
test.each([
  ['PROPOSAL_ANSWERED', 'proposal_id', 'proposals', 'Proposal'],
  ['ISSUE_RESOLVED', 'issue', 'issues', 'Issue'],
  ['COURSE_ENROLLED', 'course_id', 'courses', 'Course'],
  ['COUNCIL_INVITED', 'council_id', 'councils', 'Council'],
])('%s is told of a part and leads to the whole', (kind, fact, list, type) => {
  const leads = ofPhone.map((feature) => feature.notices?.[kind]).find(Boolean);
  expect(leads?.('a part', { [fact]: ID })).toBe(`/${list}/${encodeURIComponent(btoa(`${type}:${ID}`))}`);
  expect(leads?.('a part', {})).toBe(`/${list}`);
});
