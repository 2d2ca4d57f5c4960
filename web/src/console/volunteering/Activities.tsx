import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useData } from '../../core/data/useData';
import { number, timeSpan, weekday } from '../../core/format';
import type { MemberActivityFilter } from '../../core/schema.gen';
import { dialog } from '../../desk/afresh';
import { Choice } from '../../desk/Choice';
import { ConnectionTable } from '../../desk/ConnectionTable';
import { Page } from '../../desk/Page';
import { usePaging } from '../../desk/paging';
import { Nothing } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { DeskActivitiesDocument } from './volunteering.gen';
import { STATUSES, TONES } from './words';

const PlanModal = dialog(() => import('./PlanModal'));

/** What Party organisations do in the communities, and residents sign up for. */
export default function Activities() {
  const { t } = useTranslation('volunteering');
  const paging = usePaging();
  const [status, setStatus] = useQueryState('status', parseAsStringLiteral(STATUSES));
  const [isPlanning, setIsPlanning] = useState(false);
  const reading = useData(DeskActivitiesDocument, { ...paging.variables, filter: { status, isMine: false } as Partial<MemberActivityFilter> as MemberActivityFilter });
  return (
    <Page title={t('title')} lead={t('lead')} acts={<Button type="primary" icon={<PlusOutlined />} onClick={() => setIsPlanning(true)}>{t('plan')}</Button>}>
      <section className="card flush" aria-label={t('title')}>
        <div className="filters" role="search" aria-label={t('shared:list.filters')}>
          <Choice label={t('status')} all={t('allStatuses')} value={status} options={STATUSES.map((value) => ({ value, label: t(`statuses.${value}`) }))} choose={(next) => { paging.first(); void setStatus(next); }} />
        </div>
        <ConnectionTable
          label={t('title')}
          of={reading}
          connection={(data) => data.memberActivities}
          paging={paging}
          width={900}
          empty={<Nothing title={t('none')} hint={t('noneHint')} />}
          columns={[
            { title: t('activity'), render: (_, row) => <Link to={`/activities/${encodeURIComponent(row.id)}`}>{row.title}</Link> },
            { title: t('when'), width: 230, render: (_, row) => <span className="num">{`${weekday(row.startsAt)} ${timeSpan(row.startsAt, row.endsAt)}`}</span> },
            { title: t('place'), width: 170, ellipsis: true, render: (_, row) => row.place },
            { title: t('audience'), width: 130, render: (_, row) => t(`audiences.${row.audience}`) },
            { title: t('seats'), width: 110, render: (_, row) => <span className="num">{t('seatsOf', { taken: number(row.taken), capacity: number(row.capacity) })}</span> },
            { title: t('status'), width: 110, render: (_, row) => <Tag tone={TONES[row.status]}>{t(`statuses.${row.status}`)}</Tag> },
          ]}
        />
      </section>
      {isPlanning && <PlanModal onClose={() => setIsPlanning(false)} onDone={() => { setIsPlanning(false); reading.again(); }} />}
    </Page>
  );
}
