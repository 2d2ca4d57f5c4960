/** A building in the evening: the picture of the doorway, drawn by hand of rectangles. */

const FLOORS = 9;
const WINDOWS = 7;
/** Which windows are lit; a fixed pattern, so that it looks the same for everybody. */
const isLit = (floor: number, window: number): boolean => ((floor * 7 + window * 13) % 5 === 0) !== ((floor + window * 3) % 7 === 0);

function House({ x, y, floors, windows, tone }: { x: number; y: number; floors: number; windows: number; tone: string }) {
  const cells = Array.from({ length: floors * windows }, (_, at) => ({ floor: Math.floor(at / windows), window: at % windows }));
  return (
    <g transform={`translate(${x} ${y})`}>
      <rect width={windows * 26 + 14} height={floors * 30 + 200} fill={tone} rx="3" />
      {cells.map(({ floor, window }) => (
        <rect key={`${floor}-${window}`} x={14 + window * 26} y={16 + floor * 30} width="13" height="17" rx="1.5" fill={isLit(floor + x, window) ? '#f5d99a' : 'rgba(255,255,255,.12)'} />
      ))}
    </g>
  );
}

export function Facade() {
  return (
    <svg className="facade" viewBox="0 0 560 420" preserveAspectRatio="xMidYMax slice" aria-hidden="true">
      <circle cx="440" cy="74" r="26" fill="rgba(255,255,255,.14)" />
      <House x={-30} y={190} floors={FLOORS} windows={5} tone="rgba(0,0,0,.12)" />
      <House x={380} y={150} floors={FLOORS} windows={WINDOWS} tone="rgba(0,0,0,.12)" />
      <House x={120} y={110} floors={FLOORS + 2} windows={WINDOWS} tone="rgba(0,0,0,.22)" />
      <House x={300} y={230} floors={FLOORS} windows={4} tone="rgba(0,0,0,.3)" />
    </svg>
  );
}
