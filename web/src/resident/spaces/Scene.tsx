/** A small picture for each kind of space: one line drawing on its own calm ground. */
import type { SpaceKind } from '../../core/schema.gen';

const DRAWN: Record<SpaceKind, { path: string; tone: string }> = {
  MEETING_ROOM: { path: 'M10 30h28M14 30v8M34 30v8M16 22a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM32 22a4 4 0 1 0 0-8 4 4 0 0 0 0 8z', tone: 'slate' },
  READING_ROOM: { path: 'M8 12c6-2 12-2 16 2 4-4 10-4 16-2v24c-6-2-12-2-16 2-4-4-10-4-16-2zM24 14v24', tone: 'sand' },
  STUDY_ROOM: { path: 'M8 34h32M12 34v6M36 34v6M18 34V22h12M30 22l4-10M28 12h10', tone: 'sand' },
  ACTIVITY_ROOM: { path: 'M24 8l5 10 11 2-8 8 2 11-10-5-10 5 2-11-8-8 11-2z', tone: 'clay' },
  HALL: { path: 'M6 20L24 8l18 12M10 20v18M18 20v18M30 20v18M38 20v18M6 38h36', tone: 'slate' },
  THEATRE: { path: 'M8 10h32v18c0 8-8 12-16 12S8 36 8 28zM16 20h4M28 20h4M17 29c4 4 10 4 14 0', tone: 'plum' },
  RECORDING_STUDIO: { path: 'M24 6a6 6 0 0 1 6 6v10a6 6 0 0 1-12 0V12a6 6 0 0 1 6-6zM12 22a12 12 0 0 0 24 0M24 34v8M16 42h16', tone: 'plum' },
  YOGA_ROOM: { path: 'M24 14a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM24 16v12M24 20l-12 8M24 20l12 8M8 38c6-8 26-8 32 0z', tone: 'leaf' },
  SPORTS: { path: 'M8 20v8M13 16v16M35 16v16M40 20v8M13 24h22', tone: 'clay' },
  HEALTH_POINT: { path: 'M24 40C12 32 7 26 7 18a8 8 0 0 1 17-3 8 8 0 0 1 17 3c0 8-5 14-17 22zM14 24h6l3-5 3 9 3-4h5', tone: 'leaf' },
  PARENT_CHILD: { path: 'M17 14a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM10 40V26a7 7 0 0 1 14 0v14M33 24a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM28 40v-8a5 5 0 0 1 10 0v8', tone: 'clay' },
  KITCHEN: { path: 'M10 22h28v12a4 4 0 0 1-4 4H14a4 4 0 0 1-4-4zM6 26h4M38 26h4M18 16c0-3 3-3 3-6M27 16c0-3 3-3 3-6', tone: 'sand' },
  GARDEN: { path: 'M24 40V20M24 24c-8 0-12-4-12-12 8 0 12 4 12 12zM24 28c8 0 12-4 12-12-8 0-12 4-12 12zM12 40h24', tone: 'leaf' },
  OTHER: { path: 'M10 10h28v28H10zM10 24h28M24 10v28', tone: 'slate' },
};

export const Scene = ({ kind, size = 64 }: { kind: SpaceKind; size?: number }) => (
  <span className={`scene ${DRAWN[kind].tone}`} style={{ width: size, height: size }} aria-hidden="true">
    <svg width={size * 0.62} height={size * 0.62} viewBox="0 0 48 48" fill="none" stroke="currentColor" strokeWidth="2.4" strokeLinecap="round" strokeLinejoin="round"><path d={DRAWN[kind].path} /></svg>
  </span>
);
