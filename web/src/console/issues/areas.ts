/** Rectangles on a picture, in shares of its width and height from the upper left corner. */
export interface Area {
  left: number;
  top: number;
  width: number;
  height: number;
}
export interface Point {
  x: number;
  y: number;
}

/** What is smaller was a tap. */
export const LEAST = 0.01;
const STEP = 0.02;
export const NEW: Area = { left: 0.4, top: 0.4, width: 0.2, height: 0.2 };

const within = (value: number, most: number): number => Math.min(most, Math.max(0, value));

/** Where on a box a pointer is; beyond its edges is at them. */
export function pointOn(box: Pick<DOMRect, 'left' | 'top' | 'width' | 'height'>, clientX: number, clientY: number): Point {
  return { x: within((clientX - box.left) / box.width, 1), y: within((clientY - box.top) / box.height, 1) };
}

/** The rectangle between two corners, whichever they are. */
export function between(one: Point, other: Point): Area {
  const left = Math.min(one.x, other.x);
  const top = Math.min(one.y, other.y);
  return { left, top, width: Math.max(one.x, other.x) - left, height: Math.max(one.y, other.y) - top };
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };

/** What an arrow key makes of it: moved, or with Shift made larger or smaller; never beyond the picture. Null for other keys. */
export function nudged(area: Area, key: string, isSizing: boolean): Area | null {
  const arrow = ARROWS[key];
  if (!arrow) return null;
  const [right, down] = arrow;
  if (isSizing) return { ...area, width: Math.max(STEP, within(area.width + right, 1 - area.left)), height: Math.max(STEP, within(area.height + down, 1 - area.top)) };
  return { ...area, left: within(area.left + right, 1 - area.width), top: within(area.top + down, 1 - area.height) };
}
