import { Checkbox, Select } from 'antd';
import { parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useData } from '../../core/data/useData';
import { dayTime } from '../../core/format';
import type { IssueFilter, IssueLamp, IssueStatus } from '../../core/schema.gen';
import { ConnectionTable } from '../../desk/ConnectionTable';
import { Page } from '../../desk/Page';
import { usePaging } from '../../desk/paging';
import { Nothing } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { CommunitySelect } from '../housing/CommunitySelect';
import { useCommunityFilter } from '../housing/usePlaces';
import { IssuesDocument } from './issues.gen';
import { Clock, LAMPS, placeOf, STATUS_TONES, STATUSES } from './lamps';
import { useCategories } from './useCategories';

const FILTERS = { category: parseAsString, building: parseAsString, status: parseAsStringLiteral([...STATUSES, 'ALL'] as const), lamp: parseAsStringLiteral(LAMPS), mine: parseAsBoolean.withDefault(false), overdue: parseAsBoolean.withDefault(false), photos: parseAsBoolean.withDefault(false) };

export default function Issues() {
  const { t } = useTranslation('issues');
  const paging = usePaging();
  const { communities, id: communityId, setId } = useCommunityFilter();
  const { nameOf, options } = useCategories();
  const [q, setQ] = useQueryStates(FILTERS, { history: 'push' });
  const filter: Partial<IssueFilter> = {
    communityId,
    buildingId: q.building,
    categoryId: q.category,
    statuses: q.status && q.status !== 'ALL' ? [q.status] : [],
    isOpen: q.status ? null : true,
    lamp: q.lamp,
    isAssignedToMe: q.mine || null,
    isOverdue: q.overdue || null,
    hasWaitingPhotos: q.photos || null,
  };
  const reading = useData(IssuesDocument, { ...paging.variables, filter: filter as IssueFilter, order: q.status ? 'NEWEST' : 'DUE' });
  const change = (next: Parameters<typeof setQ>[0]): void => {
    paging.first();
    void setQ(next);
  };
  return (
    <Page title={t('title')} lead={t('lead')}>
      <section className="card flush" aria-label={t('title')}>
        <div className="filters" role="search" aria-label={t('shared:list.filters')}>
          <CommunitySelect communities={communities} value={communityId} onChange={(id) => { change({ building: null }); void setId(id); }} />
          <Select aria-label={t('category')} style={{ width: 160 }} value={q.category ?? ''} onChange={(category) => change({ category: category || null })} options={[{ value: '', label: t('allCategories') }, ...options]} />
          <Select aria-label={t('status')} style={{ width: 120 }} value={q.status ?? ''} onChange={(status) => change({ status: (status || null) as IssueStatus | 'ALL' | null })} options={[{ value: '', label: t('stillOpen') }, ...STATUSES.map((one) => ({ value: one, label: t(`statuses.${one}`) })), { value: 'ALL', label: t('allStatuses') }]} />
          <Select aria-label={t('lamp')} style={{ width: 120 }} value={q.lamp ?? ''} onChange={(lamp) => change({ lamp: (lamp || null) as IssueLamp | null })} options={[{ value: '', label: t('allLamps') }, ...LAMPS.map((one) => ({ value: one, label: t(`lamps.${one}`) }))]} />
          <Checkbox checked={q.mine} onChange={(event) => change({ mine: event.target.checked || null })}>{t('mine')}</Checkbox>
          <Checkbox checked={q.overdue} onChange={(event) => change({ overdue: event.target.checked || null })}>{t('onlyOverdue')}</Checkbox>
          <Checkbox checked={q.photos} onChange={(event) => change({ photos: event.target.checked || null })}>{t('waitingPhotos')}</Checkbox>
        </div>
        <ConnectionTable
          label={t('title')}
          of={reading}
          connection={(data) => data.issues}
          paging={paging}
          width={1040}
          empty={<Nothing title={t('empty')} />}
          columns={[
            { title: t('what'), render: (_, row) => <span className="who"><Link to={`/issues/${row.id}`}>{row.text ?? t('untold')}</Link><small>{[row.number, nameOf(row.category)].join(' · ')}</small></span> },
            { title: t('place'), width: 220, ellipsis: true, render: (_, row) => placeOf(row) },
            { title: t('handler'), width: 120, ellipsis: true, render: (_, row) => row.assignee?.displayName ?? row.department ?? <span className="muted">{t('nobody')}</span> },
            { title: t('reported'), width: 130, render: (_, row) => <span className="num">{dayTime(row.createdAt)}</span> },
            { title: t('status'), width: 100, render: (_, row) => <Tag tone={STATUS_TONES[row.status]}>{t(`statuses.${row.status}`)}</Tag> },
            { title: t('due'), width: 220, render: (_, row) => <Clock of={row} /> },
          ]}
        />
      </section>
    </Page>
  );
}
