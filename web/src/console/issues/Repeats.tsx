import { App, Button, Select } from 'antd';
import { parseAsInteger, useQueryState } from 'nuqs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMay } from '../../core/auth/useSession';
import { useData } from '../../core/data/useData';
import { date } from '../../core/format';
import { useNameOf } from '../../core/useNameOf';
import { dialog } from '../../desk/afresh';
import { Page } from '../../desk/Page';
import { Nothing, States } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { Clock } from './lamps';
import { IssueRepetitionsDocument, type IssueRepetitionsQuery } from './repeats.gen';

const PreventModal = dialog(() => import('./PreventModal'));
const SPANS = [30, 90, 180, 365] as const;

export type Repetition = IssueRepetitionsQuery['issueRepetitions'][number];

/** What keeps coming back, where, and what is done so that it does so no more. */
export default function Repeats() {
  const { t } = useTranslation('issues');
  const { message } = App.useApp();
  const [days, setDays] = useQueryState('days', parseAsInteger.withDefault(90));
  const [planned, setPlanned] = useState<Repetition | null>(null);
  const reading = useData(IssueRepetitionsDocument, { days });
  return (
    <Page title={t('repeat.title')} lead={t('repeat.lead')}>
      <section className="card" aria-label={t('repeat.title')}>
        <div className="card-head">
          <h2 className="grow">{t('repeat.most')}</h2>
          <Select aria-label={t('repeat.span')} style={{ width: 130 }} value={days} onChange={(one) => void setDays(one)} options={SPANS.map((value) => ({ value, label: t('repeat.days', { count: value }) }))} />
        </div>
        <States of={reading} rows={6} isEmpty={(data) => data.issueRepetitions.length === 0} empty={<Nothing title={t('repeat.none')} hint={t('repeat.noneHint')} />}>
          {(data) => (
            <ul className="plain-list rows">
              {data.issueRepetitions.map((one) => <Row key={[one.community?.id, one.building?.id, one.category?.id].join()} of={one} plan={() => setPlanned(one)} />)}
            </ul>
          )}
        </States>
      </section>
      {planned && <PreventModal of={planned} onClose={() => setPlanned(null)} onDone={() => { setPlanned(null); void message.success(t('repeat.planned')); reading.again(); }} />}
    </Page>
  );
}

function Row({ of, plan }: { of: Repetition; plan: () => void }) {
  const { t } = useTranslation('issues');
  const nameOf = useNameOf();
  const handles = useMay()('issues:handle');
  const task = of.prevention;
  const isOver = task ? ['RESOLVED', 'VERIFIED', 'CLOSED'].includes(task.status) : true;
  const place = [of.community?.name, of.building?.name ?? t('repeat.outside')].join(' · ');
  return (
    <li>
      <span className="who grow">
        <b>{of.category && nameOf(of.category)}</b>
        <small>{place}</small>
        <small>{[t('repeat.last', { date: date(of.lastAt) }), of.reopened > 0 && t('repeat.reopened', { count: of.reopened })].filter(Boolean).join(' · ')}</small>
      </span>
      <Tag tone={of.count >= 6 ? 'bad' : 'warn'}>{t('repeat.count', { count: of.count })}</Tag>
      {task && (
        <span className="who">
          <Link to={`/issues/${task.id}`}>{t(!isOver ? 'repeat.underWay' : task.resolvedAt ? 'repeat.done' : 'repeat.dropped')}</Link>
          {isOver ? task.resolvedAt && <small>{t(of.since > 0 ? 'repeat.again' : 'repeat.quiet', { count: of.since })}</small> : <Clock of={task} />}
        </span>
      )}
      {handles && (!task || task.status === 'VERIFIED' || task.status === 'CLOSED') && <Button onClick={plan}>{t(task ? 'repeat.planAgain' : 'repeat.plan')}</Button>}
    </li>
  );
}
