import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useMay } from '../../core/auth/useSession';
import { useData } from '../../core/data/useData';
import { dateTime, dueTime, number } from '../../core/format';
import { dialog } from '../../desk/afresh';
import { Missing } from '../../desk/Missing';
import { Page } from '../../desk/Page';
import { States } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { OverseenIssueDocument, type OverseenIssueQuery } from './issues.gen';
import { Clock, STATUS_TONES, useCategoryName } from './states';
import './issues.css';

const IssueModal = dialog(() => import('../notices/IssueModal'));

type Found = Extract<OverseenIssueQuery['node'], { __typename?: 'OverseenIssue' }>;

const isIssue = (node: OverseenIssueQuery['node']): node is Found => Boolean(node && 'code' in node);

/** One issue as far as the branch sees it: its clock and its steps, and a notice about it. */
export default function Issue() {
  const { id = '' } = useParams();
  const reading = useData(OverseenIssueDocument, { id });
  return (
    <States of={reading} rows={8}>
      {(data) => (isIssue(data.node) ? <Shown of={data.node} again={reading.again} /> : <Missing />)}
    </States>
  );
}

function Shown({ of, again }: { of: Found; again: () => void }) {
  const { t } = useTranslation('issues');
  const may = useMay();
  const nameOf = useCategoryName();
  const [isIssuing, setIsIssuing] = useState(false);
  const name = nameOf(of.category);
  const urge = may('party:issue_notice') && <Button type="primary" onClick={() => setIsIssuing(true)}>{t('urge')}</Button>;
  return (
    <Page title={name} lead={[of.code, of.community?.name, of.community?.operatorName].filter(Boolean).join(' · ')} crumbs={[{ to: '/issues', label: t('title') }]} acts={urge}>
      <div className="columns">
        <History of={of} />
        <Facts of={of} />
      </div>
      {isIssuing && (
        <IssueModal
          about={{ communityId: of.community?.id ?? '', subjectId: of.issueId, title: t('urgeTitle', { name, code: of.code }) }}
          onClose={() => setIsIssuing(false)}
          onDone={() => { setIsIssuing(false); again(); }}
        />
      )}
    </Page>
  );
}

function History({ of }: { of: Found }) {
  const { t } = useTranslation('issues');
  return (
    <section className="card" aria-labelledby="history">
      <div className="card-head"><h2 id="history">{t('history')}</h2></div>
      <ol className="timeline">
        {of.steps.map((step) => (
          <li key={`${step.act}${step.createdAt}`}>
            <b>{t(`acts.${step.act}`)}</b>
            <p className="muted num">{[dateTime(step.createdAt), t(`levels.${step.level}`), t(`statuses.${step.status}`)].join(' · ')}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Facts({ of }: { of: Found }) {
  const { t } = useTranslation('issues');
  const moments = [['acceptedAt', of.acceptedAt], ['pausedAt', of.pausedAt], ['resolvedAt', of.resolvedAt], ['endedAt', of.endedAt]] as const;
  return (
    <section className="card" aria-labelledby="facts">
      <div className="card-head"><h2 id="facts" className="grow">{t('facts')}</h2><Tag tone={STATUS_TONES[of.status]}>{t(`statuses.${of.status}`)}</Tag></div>
      <dl className="facts">
        <dt>{t('deadline')}</dt><dd><Clock of={of} /></dd>
        {of.promisedAt !== of.dueAt && <><dt>{t('promised')}</dt><dd className="num">{dueTime(of.promisedAt)}</dd></>}
        <dt>{t('level')}</dt><dd>{[t(`levels.${of.level}`), of.grid?.name].filter(Boolean).join(' · ')}</dd>
        <dt>{t('termsOf')}</dt><dd>{t(`terms.${of.terms}`)}</dd>
        <dt>{t('createdAt')}</dt><dd className="num">{dateTime(of.createdAt)}</dd>
        {moments.map(([label, at]) => at && <Moment key={label} label={t(label)} at={at} />)}
        {of.outcome && <><dt>{t('outcome')}</dt><dd>{t(`outcomes.${of.outcome}`)}</dd></>}
        <dt>{t('followers')}</dt><dd className="num">{number(of.followerCount)}</dd>
        <dt>{t('reopenings')}</dt><dd className="num">{number(of.reopenCount)}</dd>
        {of.rating !== null && <><dt>{t('rating')}</dt><dd className="num">{t('ratingOf', { count: of.rating })}</dd></>}
        {of.community && <><dt>{t('community')}</dt><dd><Link to={`/communities/${of.community.id}`}>{of.community.name}</Link></dd></>}
      </dl>
      <p className="muted" style={{ marginBottom: 0 }}>{t('withheld')}</p>
    </section>
  );
}

const Moment = ({ label, at }: { label: string; at: string }) => <><dt>{label}</dt><dd className="num">{dateTime(at)}</dd></>;
