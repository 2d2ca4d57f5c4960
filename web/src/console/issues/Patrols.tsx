import { App, Button, Select } from 'antd';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useAct, type Outcome } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { timeSpan } from '../../core/format';
import type { RoundStatus } from '../../core/schema.gen';
import { ConnectionTable } from '../../desk/ConnectionTable';
import { Page } from '../../desk/Page';
import { usePaging } from '../../desk/paging';
import { Nothing } from '../../desk/States';
import { Tag, type Tone } from '../../desk/Tag';
import { CommunitySelect } from '../housing/CommunitySelect';
import { useCommunityFilter } from '../housing/usePlaces';
import { FinishRoundDocument, PatrolRoundsDocument, StartRoundDocument } from './patrols.gen';

const STATUSES: readonly RoundStatus[] = ['DUE', 'STARTED', 'DONE', 'MISSED'];
const TONES: Readonly<Record<RoundStatus, Tone>> = { DUE: 'warn', STARTED: 'accent', DONE: 'good', MISSED: 'bad' };

export default function Patrols() {
  const { t } = useTranslation('issues');
  const { message } = App.useApp();
  const paging = usePaging();
  const { communities, id: communityId, setId } = useCommunityFilter();
  const [status, setStatus] = useQueryState('status', parseAsStringLiteral(STATUSES).withOptions({ history: 'push' }));
  const reading = useData(PatrolRoundsDocument, { ...paging.variables, filter: { communityId, status } });
  const [start, isStarting] = useAct(StartRoundDocument);
  const [finish, isFinishing] = useAct(FinishRoundDocument);
  const tell = <Data,>(outcome: Outcome<Data>): void => void (outcome.ok ? message.success(t('do.done')) : message.error(outcome.problem.message));
  return (
    <Page title={t('patrol.title')} lead={t('patrol.lead')}>
      <section className="card flush" aria-label={t('patrol.title')}>
        <div className="filters" role="search" aria-label={t('shared:list.filters')}>
          <CommunitySelect communities={communities} value={communityId} onChange={(id) => { paging.first(); void setId(id); }} />
          <Select aria-label={t('status')} style={{ width: 130 }} value={status ?? ''} onChange={(one) => { paging.first(); void setStatus((one || null) as RoundStatus | null); }} options={[{ value: '', label: t('patrol.all') }, ...STATUSES.map((one) => ({ value: one, label: t(`patrol.statuses.${one}`) }))]} />
        </div>
        <ConnectionTable
          label={t('patrol.title')}
          of={reading}
          connection={(data) => data.patrolRounds}
          paging={paging}
          empty={<Nothing title={t('patrol.empty')} hint={null} />}
          columns={[
            { title: t('patrol.route'), render: (_, row) => <Link to={`/patrols/${encodeURIComponent(row.id)}`}>{row.route?.name}</Link> },
            { title: t('patrol.window'), width: 190, render: (_, row) => <span className="num">{timeSpan(row.startsAt, row.endsAt)}</span> },
            { title: t('patrol.walker'), width: 120, render: (_, row) => row.walker?.displayName ?? <span className="muted">{t('nobody')}</span> },
            { title: t('patrol.points'), width: 140, render: (_, row) => <span className="num">{t('patrol.seen', { seen: row.sights.length, all: row.route?.points.length ?? 0 })}</span> },
            { title: t('what'), width: 150, render: (_, row) => { const count = row.sights.filter((one) => !one.isFine).length; return count > 0 ? <Tag tone="warn">{t('patrol.found', { count })}</Tag> : row.sights.length > 0 && t('patrol.fine'); } },
            { title: t('status'), width: 110, render: (_, row) => <Tag tone={TONES[row.status]}>{t(`patrol.statuses.${row.status}`)}</Tag> },
            { title: <span className="unseen">{t('shared:act.more')}</span>, width: 110, render: (_, row) => (row.status === 'DUE' ? <Button size="small" disabled={isStarting} onClick={() => void start({ input: { roundId: row.id } }).then(tell)}>{t('patrol.start')}</Button> : row.status === 'STARTED' && <Button size="small" disabled={isFinishing} onClick={() => void finish({ input: { roundId: row.id } }).then(tell)}>{t('patrol.finish')}</Button>) },
          ]}
        />
      </section>
    </Page>
  );
}
