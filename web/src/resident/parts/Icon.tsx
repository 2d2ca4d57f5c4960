/** The phone's own line icons, 24 by 24; a dozen paths weigh less than a package. */

const PATHS = {
  home: 'M4 11 12 4l8 7v9h-5v-6H9v6H4z',
  grid: 'M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z',
  bell: 'M6 10a6 6 0 0 1 12 0v5l2 2H4l2-2zM10 20h4',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c0-4 4-6 8-6s8 2 8 6',
  back: 'M15 5l-7 7 7 7',
  go: 'M9 5l7 7-7 7',
  door: 'M6 21V3h12v18M3 21h18M14 12h.5',
  calendar: 'M4 6h16v14H4zM4 10h16M8 3v4M16 3v4',
  tool: 'M14 6a4 4 0 0 1 5 5l-9 9-5-5 9-9M5 15l4 4',
  book: 'M4 5c3-1 6-1 8 1 2-2 5-2 8-1v14c-3-1-6-1-8 1-2-2-5-2-8-1zM12 6v14',
  hand: 'M12 21c-5-3-8-6-8-10a4 4 0 0 1 8-2 4 4 0 0 1 8 2c0 4-3 7-8 10z',
  vote: 'M5 12l4 4 10-10',
  people: 'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2 20c0-4 3-6 7-6s7 2 7 6M16 4a3.5 3.5 0 0 1 0 7M22 20c0-3-2-5-5-6',
  shield: 'M12 3l8 3v6c0 5-4 8-8 9-4-1-8-4-8-9V6z',
  form: 'M6 3h12v18H6zM9 8h6M9 12h6M9 16h4',
  camera: 'M4 8h4l2-3h4l2 3h4v11H4zM12 17a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z',
  qr: 'M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2h-2zM18 18h2v2h-2zM18 14h2M14 18v2',
  chat: 'M4 5h16v11H9l-5 4z',
  plus: 'M12 5v14M5 12h14',
  bed: 'M3 19v-9h12a5 5 0 0 1 5 5v4M3 15h17M3 6v4M6 10V8h4v2',
} as const;

export type IconName = keyof typeof PATHS;

export const Icon = ({ name, size = 24 }: { name: IconName; size?: number }) => (
  <svg className="icon" width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.7" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
    <path d={PATHS[name]} />
  </svg>
);
