import { describe, expect, it } from 'vitest';
import { between, nudged, pointOn, type Area } from './areas';

const BOX = { left: 100, top: 50, width: 200, height: 100 };
const CORNER: Area = { left: 0.9, top: 0.9, width: 0.1, height: 0.1 };

describe('areas of a picture', () => {
  it('lie between two corners, whichever way they were drawn', () => {
    const wanted = { left: 0.25, top: 0.5, width: 0.5, height: 0.25 };
    expect(between({ x: 0.25, y: 0.5 }, { x: 0.75, y: 0.75 })).toEqual(wanted);
    expect(between({ x: 0.75, y: 0.75 }, { x: 0.25, y: 0.5 })).toEqual(wanted);
  });

  it('end at the edges where the pointer goes beyond them', () => {
    expect(pointOn(BOX, 150, 100)).toEqual({ x: 0.25, y: 0.5 });
    expect(pointOn(BOX, 90, 500)).toEqual({ x: 0, y: 1 });
  });

  it('move and grow by arrows and never leave the picture', () => {
    expect(nudged({ left: 0.4, top: 0.4, width: 0.2, height: 0.2 }, 'ArrowUp', false)).toMatchObject({ left: 0.4, top: 0.38 });
    expect(nudged(CORNER, 'ArrowRight', false)).toEqual(CORNER);
    expect(nudged(CORNER, 'ArrowDown', true)?.height).toBeCloseTo(0.1);
    expect(nudged({ ...CORNER, left: 0, width: 0.02 }, 'ArrowLeft', true)?.width).toBe(0.02);
    expect(nudged(CORNER, 'Enter', false)).toBeNull();
  });
});
