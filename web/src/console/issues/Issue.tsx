import { App, Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useMay } from '../../core/auth/useSession';
import { useAct, type Outcome } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { date, dayTime, dueTime } from '../../core/format';
import { Page } from '../../desk/Page';
import { Nothing, States } from '../../desk/States';
import { Tag, type Tone } from '../../desk/Tag';
import { IssueActs } from './IssueActs';
import { Photos } from './Photos';
import { DecideExtensionDocument, FinishIssuePartyDocument } from './acts.gen';
import { IssuePageDocument, type IssueWholeFragment } from './issues.gen';
import { Clock, placeOf, STATUS_TONES } from './lamps';
import { useCategories } from './useCategories';
import './issues.css';

const EXTENSION_TONES: Readonly<Record<string, Tone>> = { ASKED: 'warn', GRANTED: 'good', REFUSED: 'plain' };

export default function Issue() {
  const { t } = useTranslation('issues');
  const { id = '' } = useParams();
  const reading = useData(IssuePageDocument, { id });
  if (reading.kind === 'data' && reading.data.issue) return <Found issue={reading.data.issue} />;
  return (
    <Page title={t('title')} crumbs={[{ to: '/issues', label: t('title') }]}>
      <section className="card"><States of={reading} isEmpty={() => true} empty={<Nothing title={t('empty')} />}>{() => null}</States></section>
    </Page>
  );
}

function Found({ issue }: { issue: IssueWholeFragment }) {
  const { t } = useTranslation('issues');
  const { nameOf } = useCategories();
  return (
    <Page title={issue.text ?? t('untold')} lead={[issue.number, nameOf(issue.category), placeOf(issue)].join(' · ')} crumbs={[{ to: '/issues', label: t('title') }]} acts={<IssueActs issue={issue} />}>
      <div className="columns">
        <div className="stack">
          <Photos issue={issue} />
          <section className="card" aria-label={t('detail.history')}>
            <div className="card-head"><h2>{t('detail.history')}</h2></div>
            <ol className="timeline">
              {issue.steps.toReversed().map((step) => (
                <li key={step.id}>
                  <b>{t(`steps.${step.act}`)}{step.isInternal && <> <Tag>{t('detail.internal')}</Tag></>}</b>
                  <span className="muted num">{[dayTime(step.createdAt), step.by?.displayName].filter(Boolean).join(' · ')}</span>
                  {step.note && <p>{step.note}</p>}
                </li>
              ))}
            </ol>
          </section>
        </div>
        <div className="stack">
          <Facts issue={issue} />
          <Parties issue={issue} />
          <Extensions issue={issue} />
        </div>
      </div>
    </Page>
  );
}

function Facts({ issue }: { issue: IssueWholeFragment }) {
  const { t } = useTranslation('issues');
  const facts: [string, ReactNode][] = [
    ['status', <Tag key="status" tone={STATUS_TONES[issue.status]}>{t(`statuses.${issue.status}`)}</Tag>],
    ['due', <Clock key="due" of={issue} />],
    ['detail.promised', dueTime(issue.promisedAt)],
    ...(issue.space ? ([['detail.space', <Link key="space" to={`/spaces/${issue.space.id}?tab=blocks`}>{t('detail.blockSpace', { name: issue.space.name })}</Link>]] as [string, ReactNode][]) : []),
    ['detail.level', t(`levels.${issue.level}`)],
    ['handler', [issue.assignee?.displayName, issue.department].filter(Boolean).join(' · ') || t('nobody')],
    ['detail.terms', t(`terms.${issue.terms}`)],
    ['detail.source', [t(`sources.${issue.source}`), issue.partner?.name].filter(Boolean).join(' · ')],
    ...(issue.reporter ? ([['detail.reporter', <Link key="reporter" to={`/residents/${issue.reporter.id}`}>{issue.reporter.name}</Link>]] as [string, ReactNode][]) : []),
    ...(issue.foundAt ? ([['detail.foundAt', dayTime(issue.foundAt)]] as [string, ReactNode][]) : []),
    ['reported', dayTime(issue.createdAt)],
    ['detail.visibility', t(`visibilities.${issue.visibility}`)],
    ...(issue.works ? ([['works.one', issue.works.title]] as [string, ReactNode][]) : []),
    ...(issue.duplicateOf ? ([['detail.duplicateOf', <Link key="same" to={`/issues/${issue.duplicateOf.id}`}>{issue.duplicateOf.number} {issue.duplicateOf.text}</Link>]] as [string, ReactNode][]) : []),
    ['detail.followers', issue.followerCount],
    ...(issue.rating == null ? [] : ([['detail.rating', t('detail.ratingOf', { count: issue.rating })]] as [string, ReactNode][])),
  ];
  return (
    <section className="card" aria-label={t('detail.facts')}>
      <div className="card-head"><h2>{t('detail.facts')}</h2></div>
      {issue.pausedAt && issue.pauseReason && <p><Tag tone="cold">{t('detail.paused', { reason: t(`pauses.${issue.pauseReason}`) })}</Tag></p>}
      <dl className="facts">{facts.map(([name, value]) => <div key={name} style={{ display: 'contents' }}><dt>{t(name)}</dt><dd className="num">{value}</dd></div>)}</dl>
    </section>
  );
}

function useTold(): <Data>(outcome: Outcome<Data>) => void {
  const { t } = useTranslation('issues');
  const { message } = App.useApp();
  return (outcome) => void (outcome.ok ? message.success(t('do.done')) : message.error(outcome.problem.message));
}

function Parties({ issue }: { issue: IssueWholeFragment }) {
  const { t } = useTranslation('issues');
  const may = useMay();
  const tell = useTold();
  const [finish, isBusy] = useAct(FinishIssuePartyDocument);
  if (issue.parties.length === 0) return null;
  return (
    <section className="card" aria-label={t('detail.parties')}>
      <div className="card-head"><h2>{t('detail.parties')}</h2></div>
      <ul className="plain-list rows">
        {issue.parties.map((one) => (
          <li key={one.partyId}>
            <span className="who grow"><b>{one.department}</b>{one.task && <small>{one.task}</small>}</span>
            {one.isLead && <Tag tone="accent">{t('detail.lead')}</Tag>}
            {one.doneAt ? <Tag tone="good">{t('detail.partyDone', { date: date(one.doneAt) })}</Tag> : may('issues:handle') && <Button size="small" disabled={isBusy} onClick={() => void finish({ input: { partyId: one.partyId as string } }).then(tell)}>{t('detail.finish')}</Button>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Extensions({ issue }: { issue: IssueWholeFragment }) {
  const { t } = useTranslation('issues');
  const may = useMay();
  const tell = useTold();
  const [decide, isBusy] = useAct(DecideExtensionDocument);
  if (issue.extensions.length === 0) return null;
  const send = (extensionId: string, isGranted: boolean): void => void decide({ input: { extensionId, isGranted } }).then(tell);
  return (
    <section className="card" aria-label={t('detail.extensions')}>
      <div className="card-head"><h2>{t('detail.extensions')}</h2></div>
      <ul className="plain-list rows">
        {issue.extensions.map((one) => (
          <li key={one.extensionId}>
            <span className="who grow"><b>{t('detail.extension', { count: one.days })}</b><small>{one.reason}</small></span>
            {one.status === 'ASKED' && may('issues:approve') ? <span className="acts"><Button size="small" type="primary" disabled={isBusy} onClick={() => send(one.extensionId, true)}>{t('detail.grant')}</Button><Button size="small" disabled={isBusy} onClick={() => send(one.extensionId, false)}>{t('detail.refuse')}</Button></span> : <Tag tone={EXTENSION_TONES[one.status] ?? 'plain'}>{t(`extension.${one.status}`)}</Tag>}
          </li>
        ))}
      </ul>
    </section>
  );
}
