import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useMay } from '../../core/auth/useSession';
import { useData } from '../../core/data/useData';
import { date, dateTime, dayTime, number } from '../../core/format';
import { useStepSaid } from '../../core/proposals/useStepSaid';
import { dialog } from '../../desk/afresh';
import { Page } from '../../desk/Page';
import { Nothing, States } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { Appraisals } from './Appraisals';
import { Due } from './Due';
import { ProposalPageDocument, type ProposalPageQuery } from './proposals.gen';
import type { Open } from './ProposalModals';
import { STATUS_TONES } from './tones';
import './proposals.css';

const MergeModal = dialog(() => import('./MergeModal'));
const ProposalModals = dialog(() => import('./ProposalModals'));
type Shown = NonNullable<ProposalPageQuery['proposal']>;

export default function Proposal() {
  const { t } = useTranslation('proposals');
  const { id = '' } = useParams();
  const may = useMay();
  const reading = useData(ProposalPageDocument, { id });
  const [open, setOpen] = useState<Open | null>(null);
  const proposal = reading.kind === 'data' ? reading.data.proposal : null;
  const isOpen = proposal?.status === 'PUBLISHED';
  const canRun = proposal && ['ANSWERED', 'UNDERWAY'].includes(proposal.status);
  return (
    <Page
      title={proposal?.title ?? t('title')}
      lead={proposal?.community?.name}
      crumbs={[{ to: '/proposals', label: t('title') }]}
      acts={
        <>
          {isOpen && may('proposals:merge') && <Button onClick={() => setOpen({ act: 'merge' })}>{t('merge.do')}</Button>}
          {isOpen && may('proposals:review') && <Button onClick={() => setOpen({ act: 'review' })}>{t('review')}</Button>}
          {canRun && may('proposals:run_project') && <Button onClick={() => setOpen({ act: 'start' })}>{t('start')}</Button>}
          {isOpen && may('proposals:answer') && <Button type="primary" onClick={() => setOpen({ act: 'answer' })}>{t('answer')}</Button>}
        </>
      }
    >
      <States of={reading} isEmpty={(data) => !data.proposal}>
        {(data) =>
          data.proposal && (
            <div className="columns">
              <div className="stack">
                <Content proposal={data.proposal} />
                <Answers proposal={data.proposal} />
                <Projects proposal={data.proposal} onReport={(project) => setOpen({ act: 'report', project })} />
                <Appraisals rounds={data.proposal.appraisals} onAnswer={(round) => setOpen({ act: 'respond', round })} />
                <Comments comments={data.proposalComments} />
              </div>
              <div className="stack">
                <Chain proposal={data.proposal} />
                <Reviews proposal={data.proposal} />
              </div>
              <MergeModal proposal={data.proposal} open={open?.act === 'merge'} onClose={() => setOpen(null)} onDone={() => { setOpen(null); reading.again(); }} />
              <ProposalModals proposal={data.proposal} open={open} onClose={() => setOpen(null)} onDone={() => { setOpen(null); reading.again(); }} />
            </div>
          )
        }
      </States>
    </Page>
  );
}

function Content({ proposal }: { proposal: Shown }) {
  const { t } = useTranslation('proposals');
  const { teaTalk, mergedInto } = proposal;
  return (
    <section className="card">
      <div className="card-head">
        <h2 className="grow">{t('content')}</h2>
        <Due of={proposal} />
        <Tag tone={STATUS_TONES[proposal.status]}>{t(`statuses.${proposal.status}`)}</Tag>
      </div>
      <p className="prose">{proposal.body}</p>
      {teaTalk && <p className="muted">{t('fromTea', { date: date(teaTalk.heldOn), topic: teaTalk.topic, host: teaTalk.host })}</p>}
      <dl className="facts">
        <dt>{t('cosigners')}</dt><dd className="num">{t('cosignersOf', { count: proposal.cosigners, threshold: number(proposal.threshold) })}</dd>
        <dt>{t('followers')}</dt><dd className="num">{t('people', { count: proposal.followers })}</dd>
        <dt>{t('origin')}</dt><dd>{t(`origins.${proposal.origin}`)}</dd>
        {mergedInto && <><dt>{t('mergedInto')}</dt><dd><Link to={`/proposals/${mergedInto.id}`}>{mergedInto.title}</Link></dd></>}
      </dl>
    </section>
  );
}

function Chain({ proposal }: { proposal: Shown }) {
  const { t } = useTranslation('proposals');
  const said = useStepSaid();
  return (
    <section className="card" aria-label={t('chain')}>
      <div className="card-head"><h2>{t('chain')}</h2></div>
      <ol className="chain">
        {proposal.chain.map((step) => {
          const { title, detail } = said(step);
          return (
            <li key={step.id} className={step.kind === 'ANSWER_OVERDUE' ? 'late' : undefined}>
              <b>{title}</b>
              {detail && <p>{detail}</p>}
              <time className="num" dateTime={step.takenAt}>{dateTime(step.takenAt)}</time>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function Answers({ proposal }: { proposal: Shown }) {
  const { t } = useTranslation('proposals');
  return (
    <section className="card">
      <div className="card-head"><h2>{t('answers')}</h2></div>
      {proposal.answers.length === 0 && <Nothing title={t('noAnswer')} hint={null} />}
      {proposal.answers.map((answer) => (
        <article key={answer.number} className="answer">
          <p className="acts"><Tag tone={answer.decision === 'DECLINED' ? 'bad' : 'good'}>{t(`decisions.${answer.decision}`)}</Tag><span className="muted num">{dateTime(answer.answeredAt)}</span></p>
          <p className="prose">{answer.text}</p>
          {answer.plannedOn && <p className="muted num">{t('plannedBy', { date: date(answer.plannedOn) })}</p>}
        </article>
      ))}
    </section>
  );
}

function Projects({ proposal, onReport }: { proposal: Shown; onReport: (project: Shown['projects'][number]) => void }) {
  const { t } = useTranslation('proposals');
  const may = useMay();
  if (proposal.projects.length === 0 && proposal.answers.length === 0) return null;
  return (
    <section className="card">
      <div className="card-head"><h2>{t('projects')}</h2></div>
      {proposal.projects.length === 0 && <Nothing title={t('noProjects')} hint={null} />}
      <ul className="plain-list rows">
        {proposal.projects.map((project) => (
          <li key={project.id}>
            <span className="who grow">
              <b>{project.title}</b>
              <small className="num">{t('dueBy', { owner: project.owner, date: date(project.dueOn) })}</small>
              <span className="bar" role="progressbar" aria-label={project.title} aria-valuenow={project.percent} aria-valuemin={0} aria-valuemax={100}><span style={{ width: `${project.percent}%` }} /></span>
              {project.note && <small>{project.note}</small>}
            </span>
            {project.completedAt
              ? <Tag tone="good">{t('completedOn', { date: date(project.completedAt) })}</Tag>
              : may('proposals:run_project') && <Button size="small" onClick={() => onReport(project)}>{t('report')}</Button>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Reviews({ proposal }: { proposal: Shown }) {
  const { t } = useTranslation('proposals');
  const reviews = proposal.reviews ?? [];
  return (
    <section className="card">
      <div className="card-head"><h2>{t('reviews')}</h2></div>
      {reviews.length === 0 && <p className="muted">{t('noReviews')}</p>}
      <ul className="plain-list">
        {reviews.map((review) => (
          <li key={review.reviewedAt} className="answer">
            <p className="acts"><Tag>{t(`stages.${review.stage}`)}</Tag><span className="muted num">{dayTime(review.reviewedAt)}</span></p>
            <p>{review.note}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Comments({ comments }: { comments: ProposalPageQuery['proposalComments'] }) {
  const { t } = useTranslation('proposals');
  if (comments.totalCount === 0) return null;
  return (
    <section className="card">
      <div className="card-head"><h2>{t('comments', { count: comments.totalCount })}</h2></div>
      <ul className="plain-list">
        {comments.edges.map(({ node }) => (
          <li key={node.createdAt} className="answer">
            <p className="acts"><Tag tone={node.stance === 'FOR' ? 'good' : node.stance === 'AGAINST' ? 'bad' : 'plain'}>{t(`stances.${node.stance}`)}</Tag><span className="muted num">{dayTime(node.createdAt)}</span></p>
            <p>{node.body}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
