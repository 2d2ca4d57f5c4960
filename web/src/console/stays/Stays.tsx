import { Select } from 'antd';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useData } from '../../core/data/useData';
import { date, daysAfter, isoDay } from '../../core/format';
import type { StayStatus } from '../../core/schema.gen';
import { ConnectionTable } from '../../desk/ConnectionTable';
import { DayPicker } from '../../desk/DayPicker';
import { Page } from '../../desk/Page';
import { usePaging } from '../../desk/paging';
import { Tag } from '../../desk/Tag';
import { CommunitySelect } from '../housing/CommunitySelect';
import { useCommunityFilter } from '../housing/usePlaces';
import { StayActs } from './StayActs';
import { StaysDocument, type StayFilter, type StayRowFragment } from './stays.gen';
import { STAY_TONES } from './tones';
import { usePlaceOf } from './usePlaceOf';

const STATUSES: readonly StayStatus[] = ['ACTIVE', 'RESERVED', 'ENDED', 'CANCELLED'];
const DUE = ['out', 'registration'] as const;

export default function Stays() {
  const { t } = useTranslation('stays');
  const paging = usePaging();
  const placeOf = usePlaceOf();
  const { communities, id: communityId, setId } = useCommunityFilter();
  const [q, setQ] = useQueryStates({ status: parseAsStringLiteral(STATUSES), asOf: parseAsString, due: parseAsStringLiteral(DUE) }, { history: 'push' });
  const filter: StayFilter = {
    communityId,
    statuses: q.status ? [q.status] : [],
    asOf: q.asOf,
    dueOutBy: q.due === 'out' ? daysAfter(isoDay(), 14) : null,
    registrationDueBy: q.due === 'registration' ? daysAfter(isoDay(), 7) : null,
  };
  const reading = useData(StaysDocument, { ...paging.variables, filter });
  const change = (next: Record<string, string | null>): void => {
    paging.first();
    void setQ(next as never);
  };
  return (
    <Page title={t('title')} lead={t('lead')}>
      <section className="card flush" aria-label={t('title')}>
        <div className="filters" role="search" aria-label={t('shared:list.filters')}>
          <CommunitySelect communities={communities} value={communityId} onChange={(id) => { paging.first(); void setId(id); }} />
          <Select aria-label={t('status')} style={{ width: 130 }} value={q.status ?? ''} onChange={(status) => change({ status: status || null })} options={[{ value: '', label: t('allStatuses') }, ...STATUSES.map((one) => ({ value: one, label: t(`statuses.${one}`) }))]} />
          <Select aria-label={t('due')} style={{ width: 150 }} value={q.due ?? ''} onChange={(due) => change({ due: due || null })} options={[{ value: '', label: t('shared:act.all') }, { value: 'out', label: t('dueOut') }, { value: 'registration', label: t('due') }]} />
          <span className="muted">{t('asOf')}</span>
          <DayPicker width={160} clearable label={t('asOf')} value={q.asOf} onChange={(asOf) => change({ asOf })} />
        </div>
        <ConnectionTable
          label={t('title')}
          of={reading}
          connection={(data) => data.stays}
          paging={paging}
          width={1000}
          columns={[
            { title: t('resident'), width: 110, render: (_, row) => <Link to={`/residents/${row.lead?.id ?? ''}`}><b>{row.lead?.name}</b></Link> },
            { title: t('place'), width: 180, render: (_, row) => placeOf(row) },
            ...(communities.length > 1 ? [{ title: t('housing:community'), ellipsis: true, render: (_: unknown, row: StayRowFragment) => row.community?.name }] : []),
            { title: t('employer'), ellipsis: true, render: (_, row) => row.employer?.name ?? <span className="muted">{t('noEmployer')}</span> },
            { title: t('period'), width: 270, render: (_, row) => <span className="num">{`${date(row.startsOn)} – ${date(row.status === 'ENDED' ? row.endsOn : row.plannedEndsOn)}`}</span> },
            { title: t('status'), width: 100, render: (_, row) => <Tag tone={STAY_TONES[row.status]}>{t(`statuses.${row.status}`)}</Tag> },
            { title: t('registered'), width: 160, render: (_, row) => (row.registeredOn ? <span className="num">{date(row.registeredOn)}</span> : row.status === 'ACTIVE' && <Tag tone={row.registrationDueOn < isoDay() ? 'bad' : 'warn'}>{t('notRegistered', { date: date(row.registrationDueOn) })}</Tag>) },
            { title: <span className="unseen">{t('shared:act.more')}</span>, width: 56, render: (_, row) => <StayActs compact stay={{ id: row.id, status: row.status, who: row.lead?.name ?? '', place: placeOf(row), plannedEndsOn: row.plannedEndsOn, registeredOn: row.registeredOn ?? null }} /> },
          ]}
        />
      </section>
    </Page>
  );
}
