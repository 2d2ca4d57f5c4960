import { expect, test } from 'vitest';
import { crowded, DAYS, inOrder, MOST, MOST_BYTES, type Draft } from './drafts';
import { inputOf } from './sending';

const draft = (id: string, at: string, bytes = 1): Draft => ({
  id, at, whose: 'a b', categoryId: 'c', names: { nameZh: '', nameEn: '' }, text: 't', placeId: '', placeNote: '', isPrivate: false,
  photos: [{ blob: { size: bytes } as Blob, fileId: `f-${id}` }], tries: 0, refusal: null,
});
const at = (day: number): string => new Date(Date.UTC(2026, 10, day)).toISOString();

test('what waits is sent in the order in which it was written, and not for ever', () => {
  const found = [draft('late', at(20)), draft('early', at(10)), draft('old', at(1))];
  expect(inOrder(found, new Date(at(1 + DAYS))).map((one) => one.id)).toEqual(['early', 'late']);
});

test('a device keeps only so many reports, and so many bytes; one that is mended takes its own place', () => {
  const full = Array.from({ length: MOST }, (_, one) => draft(String(one), at(1)));
  expect(crowded(full, draft('new', at(2)))).toBe('tooMany');
  expect(crowded(full, draft('0', at(2)))).toBeNull();
  expect(crowded([draft('large', at(1), MOST_BYTES)], draft('new', at(2)))).toBe('tooLarge');
  expect(crowded([draft('large', at(1), MOST_BYTES)], draft('large', at(2), 9))).toBeNull();
});

test('what goes over the wire is the same however often it is sent', () => {
  const one = draft('key', at(3));
  expect(inputOf({ ...one, tries: 3, refusal: { message: 'no', field: null } })).toEqual(inputOf(one));
  expect(inputOf(one)).toMatchObject({ idempotencyKey: 'key', foundAt: at(3), photoIds: ['f-key'], placeId: null });
});
