import { Button } from 'antd';
import { parseAsString, useQueryState } from 'nuqs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { download } from '../../core/data/files';
import { useData } from '../../core/data/useData';
import { date, dateTime, dayTime, lastMonths, number } from '../../core/format';
import { Choice } from '../../desk/Choice';
import { Page } from '../../desk/Page';
import { Nothing, States } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { MonthlyBriefDocument, type MonthlyBriefQuery } from './brief.gen';
import './brief.css';

type Whole = MonthlyBriefQuery['oversight']['brief'];

const MONTHS = 12;

/** A month of the branch on one page, made of what is written down; the paper says the same. */
export default function Brief() {
  const { t } = useTranslation('brief');
  const known = lastMonths(MONTHS);
  const [asked, ask] = useQueryState('month', parseAsString.withOptions({ history: 'push' }));
  const month = asked && known.includes(asked) ? asked : (known[1] ?? '');
  const reading = useData(MonthlyBriefDocument, { month: `${month}-01` });
  const name = (of: string): string => t('month', { year: of.slice(0, 4), month: Number(of.slice(5)) });
  return (
    <Page title={t('title', { month: name(month) })} lead={t('lead')}>
      <section className="card flush" aria-label={t('menu')}>
        <div className="filters" role="search" aria-label={t('shared:list.filters')}>
          <Choice label={t('which')} all={t('last')} width={180} value={asked} options={known.map((value) => ({ value, label: name(value) }))} choose={(value) => void ask(value)} />
          {reading.kind === 'data' && <Paper of={reading.data.oversight.brief} />}
        </div>
        <States of={reading} rows={8}>{({ oversight: { brief } }) => <Told of={brief} />}</States>
      </section>
    </Page>
  );
}

function Paper({ of }: { of: Whole }) {
  const { t } = useTranslation('brief');
  const [isBusy, setIsBusy] = useState(false);
  const [hasFailed, setHasFailed] = useState(false);
  async function save(): Promise<void> {
    setIsBusy(true);
    setHasFailed(!(await download(of.path, `${t('file')}-${of.monthOn.slice(0, 7)}.pdf`)));
    setIsBusy(false);
  }
  return (
    <>
      <Button type="primary" loading={isBusy} onClick={() => void save()}>{t('paper')}</Button>
      {hasFailed && <span role="alert" className="bad">{t('shared:error.network')}</span>}
    </>
  );
}

function Told({ of }: { of: Whole }) {
  const { t } = useTranslation('brief');
  const count = (name: string, value: number) => t(name, { count: value, replace: { count: number(value) } });
  return (
    <div className="brief">
      <p className="muted">{t(of.isWhole ? 'whole' : 'soFar', { at: dateTime(of.madeAt) })}</p>
      <dl className="facts">
        <dt>{t('coverage')}</dt><dd>{t('care', { communities: number(of.coverage.communities), operators: number(of.coverage.operators), organisations: number(of.coverage.organisations) })}</dd>
        <dt>{t('meetingsTitle')}</dt><dd>{t('met', { count: of.own.meetings, attended: number(of.own.attended), expected: number(of.own.expected) })}</dd>
        <dt>{t('activities')}</dt><dd>{t('done', { count: of.own.activities, people: number(of.own.participants), hours: number(of.own.volunteerHours) })}</dd>
      </dl>
      <h2>{t('communities')}</h2>
      <ul className="plain-list" aria-label={t('communities')}>
        {of.communities.map((one) => (
          <li key={one.community?.id ?? one.name}>
            <b>{one.community ? <Link to={`/communities/${one.community.id}`}>{one.name}</Link> : one.name}</b>
            <span>{[count('reported', one.issues.reported), count('solved', one.issues.solved), count('inTime', one.issues.solvedInTime), count('open', one.issues.open)].join(' · ')}</span>
            {one.issues.overdue > 0 && <Tag tone="bad">{count('overdue', one.issues.overdue)}</Tag>}
            <span>{[count('councils', one.councils.held), count('present', one.councils.present)].join(' · ')}</span>
            <span>{[count('issued', one.notices.issued), count('closed', one.notices.closed), count('risen', one.notices.risen)].join(' · ')}</span>
            {one.gaps.map((gap) => <Tag key={gap} tone="warn">{t(`communities:gaps.${gap}`)}</Tag>)}
          </li>
        ))}
      </ul>
      <h2>{t('meetingsTitle')}</h2>
      {of.meetings.length === 0 && <Nothing title={t('noMeetings')} hint={null} />}
      <ul className="plain-list" aria-label={t('meetingsTitle')}>
        {of.meetings.map((one) => <li key={one.id}><b>{one.topic}</b><span>{[one.organisation?.name, t(`meetings:kinds.${one.kind}`), dayTime(one.heldAt), t('came', { attended: number(one.attended), expected: number(one.expected) })].filter(Boolean).join(' · ')}</span><span>{one.result}</span></li>)}
      </ul>
      <h2>{t('noticesTitle')}</h2>
      {of.notices.length === 0 && <Nothing title={t('noNotices')} hint={null} />}
      <ul className="plain-list" aria-label={t('noticesTitle')}>
        {of.notices.map((one) => <li key={one.id}><b>{one.title}</b><span>{[one.community?.name, t('due', { date: date(one.dueOn) })].filter(Boolean).join(' · ')}</span><Tag>{t(`states.${one.state}`)}</Tag></li>)}
      </ul>
    </div>
  );
}
