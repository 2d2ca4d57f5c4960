import { Tabs } from 'antd';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../core/auth/useSession';
import { useData } from '../../../core/data/useData';
import { atShanghai, daysAfter, isoDay } from '../../../core/format';
import type { BookingFilter } from '../../../core/schema.gen';
import { later } from '../../../desk/later';
import { Page } from '../../../desk/Page';
import { Pager, usePaging } from '../../../desk/paging';
import { States } from '../../../desk/States';
import { DeskBookingsDocument } from '../board/board.gen';

const BookingTable = later(async () => ({ default: (await import('../board/BookingTable')).BookingTable }));
const Appeals = later(async () => ({ default: (await import('./Appeals')).Appeals }));

const TABS = ['pending', 'today', 'appeals'] as const;

/** What waits for the staff: approvals, check-ins, appeals. */
export default function Desk() {
  const { t } = useTranslation('spaces');
  const may = useMay();
  const paging = usePaging();
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(TABS).withDefault('pending').withOptions({ history: 'push' }));
  const today: Partial<BookingFilter> = { statuses: ['CONFIRMED', 'CHECKED_IN'], fromAt: atShanghai(isoDay()), until: atShanghai(daysAfter(isoDay(), 1)) };
  return (
    <Page title={t('queue.title')} lead={t('queue.lead')}>
      <Tabs
        activeKey={tab}
        onChange={(key) => { paging.first(); void setTab(key as (typeof TABS)[number]); }}
        destroyOnHidden
        items={[
          { key: 'pending', label: t('queue.pending'), children: <Waiting filter={{ statuses: ['PENDING'] }} empty={t('queue.noPending')} /> },
          { key: 'today', label: t('queue.today'), children: <Waiting filter={today} empty={t('queue.noToday')} /> },
          ...(may('spaces:decide_appeal') ? [{ key: 'appeals', label: t('queue.appeals'), children: <Appeals /> }] : []),
        ]}
      />
    </Page>
  );
}

function Waiting({ filter, empty }: { filter: Partial<BookingFilter>; empty: string }) {
  const paging = usePaging();
  const reading = useData(DeskBookingsDocument, { filter: filter as BookingFilter, ...paging.variables });
  return (
    <section className="card flush" aria-label={empty}>
      <States of={reading}>
        {(data) => (
          <>
            <BookingTable bookings={data.bookings.edges.map((edge) => edge.node)} empty={empty} onDone={reading.again} />
            {data.bookings.totalCount > 0 && <Pager paging={paging} found={data.bookings} />}
          </>
        )}
      </States>
    </section>
  );
}
