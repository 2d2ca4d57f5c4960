import { LeftOutlined, PlusOutlined, RightOutlined } from '@ant-design/icons';
import { Button, Segmented } from 'antd';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../core/auth/useSession';
import { useData } from '../../../core/data/useData';
import { daysAfter, isoDay } from '../../../core/format';
import { dialog } from '../../../desk/afresh';
import { DayPicker } from '../../../desk/DayPicker';
import { Page } from '../../../desk/Page';
import { Nothing, States } from '../../../desk/States';
import { Tag } from '../../../desk/Tag';
import { CommunityTabs } from '../../housing/CommunityTabs';
import { usePlaces } from '../../housing/usePlaces';
import { SpaceBoardDocument } from './board.gen';
import { TONES } from './tones';
import './board.css';

// The calendar is as heavy as the page: the frame and the day's choice come before it, and before the list.
const Schedule = lazy(() => import('./Schedule'));
const BookingTable = lazy(() => import('./BookingTable').then((found) => ({ default: found.BookingTable })));
const BookModal = dialog(() => import('./BookModal'));
const SeriesModal = dialog(() => import('./SeriesModal'));
const VIEWS = ['resources', 'day', 'week', 'list'] as const;
export type View = (typeof VIEWS)[number];

/** The Monday of a day's week. */
const mondayOf = (iso: string): string => daysAfter(iso, -((new Date(`${iso}T00:00:00Z`).getUTCDay() + 6) % 7));

export default function Board() {
  const { t } = useTranslation('spaces');
  const { communities, reading } = usePlaces();
  const [q, setQ] = useQueryStates({ community: parseAsString, on: parseAsString.withDefault(isoDay()), view: parseAsStringLiteral(VIEWS).withDefault('resources') }, { history: 'push' });
  const here = communities.find((one) => one.id === q.community) ?? communities[0];
  const days = q.view === 'week' ? 7 : 1;
  const first = days === 7 ? mondayOf(q.on) : q.on;
  const board = useData(SpaceBoardDocument, { community: here?.id ?? '', first, days }, { pause: !here });
  const may = useMay();
  const [isBooking, setIsBooking] = useState(false);
  const [isRepeating, setIsRepeating] = useState(false);
  const spaces = board.kind === 'data' ? board.data.spaceBoard.map((row) => row.space).filter((one) => one.isOpen) : [];
  const acts = may('spaces:book') && (
    <>
      <Button disabled={spaces.length === 0} onClick={() => setIsRepeating(true)}>{t('series.new')}</Button>
      <Button type="primary" icon={<PlusOutlined />} disabled={spaces.length === 0} onClick={() => setIsBooking(true)}>{t('board.new')}</Button>
    </>
  );
  return (
    <Page title={t('board.title')} lead={t('board.lead')} acts={acts}>
      <CommunityTabs communities={communities} value={here?.id ?? ''} onChange={(community) => void setQ({ community })} />
      <section className="card flush" aria-label={t('board.title')}>
        <div className="filters" role="search" aria-label={t('shared:list.filters')}>
          <Button icon={<LeftOutlined />} aria-label={t('board.before')} onClick={() => void setQ({ on: daysAfter(first, -days) })} />
          <DayPicker width={160} label={t('board.on')} value={q.on} onChange={(on) => on && void setQ({ on })} />
          <Button icon={<RightOutlined />} aria-label={t('board.after')} onClick={() => void setQ({ on: daysAfter(first, days) })} />
          <Button disabled={q.on === isoDay()} onClick={() => void setQ({ on: null })}>{t('board.today')}</Button>
          <span className="grow" />
          <Segmented aria-label={t('board.view')} value={q.view} onChange={(view) => void setQ({ view })} options={VIEWS.map((one) => ({ value: one, label: t(`board.views.${one}`) }))} />
        </div>
        <States of={reading.kind === 'data' && here ? board : (reading as unknown as typeof board)} rows={10} isEmpty={() => !here || (board.kind === 'data' && board.data.spaceBoard.length === 0)} empty={<Nothing title={t('board.noSpace')} hint={null} />}>
          {(data) => (
            <Suspense fallback={<div style={{ height: 480 }} data-loading />}>
              {q.view === 'list' ? (
                <BookingTable bookings={data.spaceBoard.flatMap((row) => row.bookings).toSorted((a, b) => a.startsAt.localeCompare(b.startsAt))} onDone={board.again} />
              ) : (
                <Schedule rows={data.spaceBoard} first={first} view={q.view} onDone={board.again} />
              )}
            </Suspense>
          )}
        </States>
        <div className="board-legend" role="group" aria-label={t('board.legend')}>{(['PENDING', 'CONFIRMED', 'CHECKED_IN', 'COMPLETED', 'NO_SHOW'] as const).map((one) => <Tag key={one} tone={TONES[one]}>{t(`status.${one}`)}</Tag>)}</div>
      </section>
      <BookModal open={isBooking} spaces={spaces} on={q.on} onClose={() => setIsBooking(false)} onDone={board.again} />
      <SeriesModal open={isRepeating} spaces={spaces} on={q.on} onClose={() => setIsRepeating(false)} onDone={board.again} />
    </Page>
  );
}
