/** Minhang as fourteen hexagons: who lies beside whom, not how large anyone is. Columns and rows, odd rows half a step right. */
export const HEXAGONS: Readonly<Record<string, readonly [column: number, row: number]>> = {
  '310112106': [0, 0],
  '310112008': [1, 0],
  '310112107': [2, 0],
  '310112102': [0, 1],
  '310112006': [1, 1],
  '310112101': [1, 2],
  '310112108': [2, 2],
  '310112009': [3, 2],
  '310112501': [0, 3],
  '310112103': [1, 3],
  '310112110': [2, 3],
  '310112114': [3, 3],
  '310112112': [0, 4],
  '310112001': [1, 4],
};

const RADIUS = 50;
const STEP = RADIUS * Math.sqrt(3);
export const WIDTH = STEP * 4.5 + 8;
export const HEIGHT = RADIUS * (1.5 * 4 + 2) + 8;

export function centreOf([column, row]: readonly [number, number]): { x: number; y: number } {
  return { x: 4 + STEP * (column + 0.5 + (row % 2 ? 0.5 : 0)), y: 4 + RADIUS * (1 + 1.5 * row) };
}

/** A hexagon's corners around a centre, with a little air between neighbours. */
export function cornersOf({ x, y }: { x: number; y: number }): string {
  const reach = RADIUS - 2;
  return Array.from({ length: 6 }, (_, corner) => {
    const angle = (Math.PI / 180) * (60 * corner - 30);
    return `${(x + reach * Math.cos(angle)).toFixed(1)},${(y + reach * Math.sin(angle)).toFixed(1)}`;
  }).join(' ');
}
