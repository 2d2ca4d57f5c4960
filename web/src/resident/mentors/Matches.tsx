import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { Words } from '../parts/Field';
import { Quiet } from '../parts/States';
import { Sheet } from '../parts/Sheet';
import { toast } from '../parts/Toasts';
import { useFields } from '../parts/useFields';
import { MatchActs } from './MatchActs';
import { AnswerLearnerDocument, PhoneMatchesDocument, ThankMentorDocument, type PhoneMatchesQuery } from './mentors.gen';

type Match = PhoneMatchesQuery['mentorMatches']['edges'][number]['node'];
const TONE = { REQUESTED: 'warn', ACTIVE: 'good', DECLINED: 'bad', ENDED: '' } as const;

/** What I asked of mentors, and what is asked of me. */
export function Matches() {
  const { t } = useTranslation('mentors');
  const reading = useData(PhoneMatchesDocument, {});
  const [thanking, setThanking] = useState<Match | null>(null);
  const [answer, isBusy] = useAct(AnswerLearnerDocument);
  async function say(match: Match, isAccepted: boolean): Promise<void> {
    const outcome = await answer({ input: { matchId: match.id, isAccepted } });
    toast(outcome.ok ? t('answered') : outcome.problem.message, outcome.ok ? 'good' : 'bad');
    reading.again();
  }
  return (
    <>
      <Quiet of={reading}>
        {(data) => data.mentorMatches.edges.length > 0 && <h2 className="section">{t('mine')}</h2>}
      </Quiet>
      {reading.kind === 'data' && reading.data.mentorMatches.edges.map(({ node }) => (
        <section key={node.id} className="card">
          <h3>{node.isTeacher ? t('learner', { name: node.alias }) : t('mentor', { name: node.mentor?.alias ?? '' })}</h3>
          <p className="tags"><span className={`tag ${TONE[node.status]}`}>{t(`status.${node.status}`)}</span><span className="tag">{t(`skills.${node.skill}`)}</span></p>
          {node.wish && <p className="small">{node.wish}</p>}
          {node.meetings.length > 0 && <p className="small">{t('met.times', { count: node.meetings.length, minutes: node.meetings.reduce((sum, one) => sum + one.minutes, 0) })}</p>}
          {node.thanks && <p className="small soft">{t('thanksSaid', { text: node.thanks })}</p>}
          {node.isTeacher && node.status === 'REQUESTED' && <div className="two"><button type="button" className="button" disabled={isBusy} onClick={() => void say(node, true)}>{t('accept')}</button><button type="button" className="button plain" disabled={isBusy} onClick={() => void say(node, false)}>{t('decline')}</button></div>}
          {!node.isTeacher && !node.thanks && (node.status === 'ACTIVE' || node.status === 'ENDED') && <button type="button" className="button plain" onClick={() => setThanking(node)}>{t('thank')}</button>}
          {(node.status === 'ACTIVE' || (node.status === 'REQUESTED' && !node.isTeacher)) && <MatchActs match={node} name={node.isTeacher ? node.alias : (node.mentor?.alias ?? '')} again={reading.again} />}
        </section>
      ))}
      <Sheet open={thanking !== null} title={t('thank')} onClose={() => setThanking(null)}>{thanking && <Thank match={thanking} onDone={() => { setThanking(null); reading.again(); }} />}</Sheet>
    </>
  );
}

function Thank({ match, onDone }: { match: Match; onDone: () => void }) {
  const { t } = useTranslation('mentors');
  const { typed, bind, said, setProblem } = useFields({ text: '' });
  const [thank, isBusy] = useAct(ThankMentorDocument);
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setProblem(null);
    const outcome = await thank({ input: { matchId: match.id, text: typed.text } });
    if (!outcome.ok) return setProblem(outcome.problem);
    toast(t('sent'));
    onDone();
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Words label={t('words')} required maxLength={500} {...bind('text')} />
      {said && <p className="problem" role="alert">{said}</p>}
      <button type="submit" className="button wide" disabled={isBusy || !typed.text.trim()} aria-busy={isBusy}>{t('send')}</button>
    </form>
  );
}
