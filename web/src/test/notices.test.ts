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
