import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useAct, type Outcome } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { date } from '../../core/format';
import { useStepSaid } from '../../core/proposals/useStepSaid';
import { Page } from '../parts/Page';
import { Nothing, States } from '../parts/States';
import { toast } from '../parts/Toasts';
import { Appraisals } from './Appraisals';
import { Comments } from './Comments';
import { OwnProposal } from './OwnProposal';
import { CosignDocument, FollowProposalDocument, PhoneProposalPageDocument, PublishMineDocument, UncosignDocument, UnfollowProposalDocument, type CosignMutation, type FollowProposalMutation, type PhoneProposalPageQuery, type PublishMineMutation } from './proposals.gen';
import { Together } from './Together';
import { TONE } from './tones';

type Whole = NonNullable<PhoneProposalPageQuery['proposal']>;

/** One proposal, and the chain from what was asked to what was done. */
export default function Proposal() {
  const { t } = useTranslation('proposals');
  const { id = '' } = useParams();
  const reading = useData(PhoneProposalPageDocument, { id });
  const proposal = reading.kind === 'data' ? reading.data.proposal : null;
  return (
    <Page title={proposal?.title ?? t('title')} back="/proposals">
      <States of={reading} isEmpty={(data) => !data.proposal} empty={<Nothing title={t('gone')} hint={null} />}>
        {(data) => data.proposal && (
          <>
            <Facts proposal={data.proposal} again={reading.again} />
            {isWritten(data.proposal) && <Together proposal={data.proposal} again={reading.again} />}
            <Said proposal={data.proposal} />
            <Appraisals proposal={data.proposal} again={reading.again} />
            <Chain proposal={data.proposal} />
            <Comments proposalId={id} isOpen={data.proposal.status === 'PUBLISHED'} comments={data.proposalComments.edges.map((edge) => edge.node)} again={reading.again} />
          </>
        )}
      </States>
    </Page>
  );
}

/** Whether the resident may still say it otherwise. */
const isWritten = (one: Whole): boolean => (one.isMine || one.isCoauthored) && (one.status === 'DRAFT' || one.status === 'PUBLISHED');

function Facts({ proposal, again }: { proposal: Whole; again: () => void }) {
  const { t } = useTranslation('proposals');
  const [cosign, a] = useAct(CosignDocument);
  const [uncosign, b] = useAct(UncosignDocument);
  const [follow, c] = useAct(FollowProposalDocument);
  const [unfollow, d] = useAct(UnfollowProposalDocument);
  const [publish, e] = useAct(PublishMineDocument);
  const busy = a || b || c || d || e;
  const input = { input: { proposalId: proposal.id } };
  async function say(answer: Promise<Outcome<CosignMutation> | Outcome<FollowProposalMutation> | Outcome<PublishMineMutation>>, word: string): Promise<void> {
    const outcome = await answer;
    toast(outcome.ok ? word : outcome.problem.message, outcome.ok ? 'good' : 'bad');
    again();
  }
  return (
    <section className="card">
      <p className="tags"><span className={`tag ${TONE[proposal.status]}`}>{t(`status.${proposal.status}`)}</span><span className="tag">{t(`origins.${proposal.origin}`)}</span>{proposal.coauthorsCount > 0 && <span className="tag">{t('writtenBy', { count: proposal.coauthorsCount + 1 })}</span>}</p>
      <p className="said">{proposal.body}</p>
      {proposal.teaTalk && <p className="small soft">{t('fromTea', { date: date(proposal.teaTalk.heldOn), topic: proposal.teaTalk.topic, host: proposal.teaTalk.host })}</p>}
      {proposal.mergedInto && <Link className="button plain" to={`/proposals/${proposal.mergedInto.id}`}>{proposal.mergedInto.title}</Link>}
      <progress className="share" max={Math.max(1, proposal.threshold)} value={Math.min(proposal.cosigners, proposal.threshold)} aria-label={t('cosigned', { count: proposal.cosigners, threshold: proposal.threshold })} />
      <p className="small soft">{t('cosigned', { count: proposal.cosigners, threshold: proposal.threshold })}</p>
      {proposal.answerDueAt && proposal.answers.length === 0 && <p className="small">{t('answerDue', { date: date(proposal.answerDueAt) })}</p>}
      {proposal.status === 'DRAFT' && proposal.isMine && <div className="buttons"><button type="button" className="button" disabled={busy} onClick={() => void say(publish(input), t('proposed'))}>{t('publish')}</button></div>}
      {proposal.status !== 'DRAFT' && (
        <div className="two">
          {proposal.status === 'PUBLISHED' && !proposal.isMine && !proposal.isCoauthored && <button type="button" className={proposal.isCosigned ? 'button plain' : 'button'} disabled={busy} aria-busy={a || b} onClick={() => void say((proposal.isCosigned ? uncosign : cosign)(input), t(proposal.isCosigned ? 'takenBack' : 'thanks'))}>{t(proposal.isCosigned ? 'uncosign' : 'cosign')}</button>}
          <button type="button" className="button plain" disabled={busy} aria-busy={c || d} onClick={() => void say((proposal.isFollowed ? unfollow : follow)(input), t(proposal.isFollowed ? 'unfollowed' : 'followed'))}>{t(proposal.isFollowed ? 'unfollow' : 'follow')}</button>
        </div>
      )}
      {isWritten(proposal) && <OwnProposal proposal={proposal} again={again} />}
    </section>
  );
}

/** You said, we did: the answers, and the work. */
function Said({ proposal }: { proposal: Whole }) {
  const { t } = useTranslation('proposals');
  if (proposal.answers.length === 0 && proposal.projects.length === 0) return null;
  return (
    <section className="card">
      <h2>{t('weDid')}</h2>
      {proposal.answers.map((answer) => (
        <div key={answer.number} className="seal">
          <b>{t(`decisions.${answer.decision}`)}</b>
          <span className="said">{answer.text}</span>
          <span className="small soft">{[date(answer.answeredAt), answer.plannedOn && t('planned', { date: date(answer.plannedOn) })].filter(Boolean).join(' · ')}</span>
        </div>
      ))}
      {proposal.projects.map((project) => (
        <div key={project.id}>
          <h3>{project.title}</h3>
          <progress className="share" max={100} value={project.percent} aria-label={t('progress', { title: project.title, percent: project.percent })} />
          <p className="small soft">{[project.owner, project.completedAt ? t('completed', { date: date(project.completedAt) }) : t('due', { percent: project.percent, date: date(project.dueOn) }), project.note].filter(Boolean).join(' · ')}</p>
        </div>
      ))}
    </section>
  );
}

function Chain({ proposal }: { proposal: Whole }) {
  const { t } = useTranslation('proposals');
  const said = useStepSaid();
  if (proposal.chain.length === 0) return null;
  return (
    <section className="card">
      <h2>{t('chain')}</h2>
      <ol className="chain">
        {proposal.chain.map((step) => {
          const { title, detail } = said(step);
          return <li key={step.id}>{title}<small>{[date(step.takenAt), detail].filter(Boolean).join(' · ')}</small></li>;
        })}
      </ol>
    </section>
  );
}
