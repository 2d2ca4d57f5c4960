import { createCalendar, destroyCalendar, Interaction, ResourceTimeline, TimeGrid } from '@event-calendar/core';
import '@event-calendar/core/index.css';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../core/auth/useSession';
import { dialog } from '../../../desk/afresh';
import type { View } from './Board';
import type { BoardBookingFragment, SpaceBoardQuery } from './board.gen';
import BookingPanel from './BookingPanel';
import type { Wanted } from './MoveModal';
import { TONES } from './tones';

const MoveModal = dialog(() => import('./MoveModal'));
type Rows = SpaceBoardQuery['spaceBoard'];
const KINDS = { resources: 'resourceTimelineDay', day: 'timeGridDay', week: 'timeGridWeek' } as const;
const ROLES = 'table, rowgroup, row, rowheader, columnheader, cell, gridcell'.split(', ').map((one) => `[role=${one}]`).join();

/** The library's grid is no table that a screen reader could walk; the list beside it is, with the same acts. */
function plain(host: HTMLElement | null): void {
  for (const node of host?.querySelectorAll(ROLES) ?? []) for (const name of ['role', 'aria-colindex', 'aria-colspan', 'aria-rowindex', 'aria-rowspan', 'aria-colcount', 'aria-rowcount']) node.removeAttribute(name);
  for (const node of host?.querySelectorAll('.ec-body, .ec-main') ?? []) node.setAttribute('tabindex', '0');
  // Parts of the one calendar, no landmarks of the page.
  for (const node of host?.querySelectorAll('aside') ?? []) node.setAttribute('role', 'presentation');
}

/** A moment as the calendar draws it: the wall clock of Shanghai, whatever the device's zone. */
const wall = (iso: string): string => new Date(Date.parse(iso) + 8 * 36e5).toISOString().slice(0, 19);
const moment = (drawn: Date): string => {
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${drawn.getFullYear()}-${two(drawn.getMonth() + 1)}-${two(drawn.getDate())}T${two(drawn.getHours())}:${two(drawn.getMinutes())}:00+08:00`;
};

function eventsOf(rows: Rows, blocked: (reason: string) => string, mayMove: boolean) {
  return rows.flatMap((row) => [
    ...row.bookings.map((one) => ({ id: one.id, resourceIds: [row.space.id], title: [one.resident?.name, one.title].filter(Boolean).join(' · '), start: wall(one.startsAt), end: wall(one.endsAt), classNames: [TONES[one.status]], editable: mayMove && ['PENDING', 'CONFIRMED'].includes(one.status) })),
    ...row.blocks.map((one) => ({ id: one.id, resourceIds: [row.space.id], title: blocked(one.reason), start: wall(one.startsAt), end: wall(one.endsAt), classNames: ['blocked'], editable: false })),
  ]);
}

export default function Schedule({ rows, first, view, onDone }: { rows: Rows; first: string; view: Exclude<View, 'list'>; onDone: () => void }) {
  const { t, i18n } = useTranslation('spaces');
  const may = useMay();
  const host = useRef<HTMLDivElement>(null);
  const calendar = useRef<ReturnType<typeof createCalendar> | null>(null);
  const [shown, setShown] = useState<string | null>(null);
  const [wanted, setWanted] = useState<Wanted | null>(null);
  const bookings = rows.flatMap((row) => row.bookings);
  const latest = useRef<readonly BoardBookingFragment[]>(bookings);
  useEffect(() => void (latest.current = bookings));
  const mayMove = may('spaces:book');

  useEffect(() => {
    if (!host.current) return undefined;
    const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
    const want = (id: string, start: Date, end: Date): void => {
      const booking = latest.current.find((one) => one.id === id);
      if (booking) setWanted({ booking, startsAt: moment(start), endsAt: moment(end) });
    };
    const made = createCalendar(host.current, [ResourceTimeline, TimeGrid, Interaction], {
      view: KINDS[view],
      date: `${first}T00:00:00`,
      locale: i18n.language,
      firstDay: 1,
      slotMinTime: '08:00',
      slotMaxTime: '24:00',
      slotDuration: view === 'resources' ? '01:00' : '00:30',
      snapDuration: '00:30',
      slotWidth: 64,
      allDaySlot: false,
      nowIndicator: false,
      height: view === 'resources' ? 'auto' : '640px',
      headerToolbar: { start: '', center: '', end: '' },
      slotLabelFormat: clock,
      eventTimeFormat: clock,
      resources: rows.map((row) => ({ id: row.space.id, title: row.space.name })),
      events: eventsOf(rows, (reason) => t('board.blocked', { reason }), mayMove),
      // What was dropped goes back at once; it moves when the server has agreed.
      eventDrop: (info) => {
        info.revert();
        if (!info.newResource) want(String(info.event.id), info.event.start, info.event.end);
      },
      eventResize: (info) => {
        info.revert();
        want(String(info.event.id), info.event.start, info.event.end);
      },
      eventClick: (info) => setShown(String(info.event.id)),
      eventAllUpdated: () => plain(host.current),
      viewDidMount: () => plain(host.current),
    });
    calendar.current = made;
    const frame = requestAnimationFrame(() => plain(host.current));
    return () => {
      cancelAnimationFrame(frame);
      calendar.current = null;
      void destroyCalendar(made);
    };
  }, [rows, first, view, i18n.language, t, mayMove]);

  const booking = bookings.find((one) => one.id === shown) ?? null;
  return (
    <>
      <div ref={host} role="group" aria-label={t('board.title')} />
      <BookingPanel booking={booking} onClose={() => setShown(null)} onDone={onDone} onMove={(one) => { setShown(null); setWanted({ booking: one, startsAt: one.startsAt, endsAt: one.endsAt }); }} />
      <MoveModal wanted={wanted} onClose={() => setWanted(null)} onDone={onDone} />
    </>
  );
}
