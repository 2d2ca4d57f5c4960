import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { number, separator } from '../../core/format';
import { Sure } from '../parts/Sheet';
import { keepReceipt, secretOf } from './kept';
import type { Whole } from './Poll';
import { CastBallotDocument } from './polls.gen';
import './polls.css';

interface Shown {
  poll: Whole;
  account: string;
  onCast: (receipt: string) => void;
}

/** The ballot: one, several, or all of them in one's own order; each press takes an option in or out. */
export function Ballot({ poll, account, onCast }: Shown) {
  const { t } = useTranslation('polls');
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const [isSure, setIsSure] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [cast, isBusy] = useAct(CastBallotDocument);
  const most = poll.kind === 'SINGLE' ? 1 : poll.kind === 'RANKED' ? poll.options.length : poll.mostChoices;
  const costOf = (position: number): number => poll.options.find((option) => option.position === position)?.cost ?? 0;
  const spent = chosen.reduce((sum, position) => sum + costOf(position), 0);
  function press(position: number): void {
    if (chosen.includes(position)) setChosen(chosen.filter((one) => one !== position));
    else if (most === 1) setChosen([position]);
    else if (chosen.length < most && spent + costOf(position) <= (poll.budget ?? Infinity)) setChosen([...chosen, position]);
  }
  async function send(): Promise<void> {
    setProblem(null);
    const outcome = await cast({ input: { pollId: poll.id, choices: [...chosen], secret: secretOf(account, poll.id) } });
    setIsSure(false);
    if (!outcome.ok) return setProblem(outcome.problem.message);
    if (outcome.made.__typename !== 'BallotCast') return;
    keepReceipt(account, poll.id, outcome.made.receipt);
    onCast(outcome.made.receipt);
  }
  const words = chosen.map((position) => poll.options.find((option) => option.position === position)?.title).join(poll.kind === 'RANKED' ? ' → ' : separator());
  return (
    <section className="card">
      <fieldset className="ballot">
        <legend>{t(`choose.${poll.kind}`, { count: most })}</legend>
        {poll.options.map((option) => {
          const at = chosen.indexOf(option.position);
          return (
            <button key={option.position} type="button" aria-pressed={at >= 0} onClick={() => press(option.position)}>
              <span>{option.title}{option.cost !== null && <small>{t('yuan', { amount: number(option.cost) })}</small>}</span>
              {poll.kind === 'RANKED' && at >= 0 && <b>{t('rank', { count: at + 1 })}</b>}
              {poll.kind !== 'RANKED' && <i aria-hidden="true" />}
            </button>
          );
        })}
      </fieldset>
      {poll.budget !== null && <p className="small soft" role="status">{t('spent', { spent: number(spent), budget: number(poll.budget) })}</p>}
      {problem && <p className="problem" role="alert">{problem}</p>}
      <div className="buttons"><button type="button" className="button" onClick={() => setIsSure(true)}>{chosen.length > 0 ? t('vote') : t('abstain')}</button></div>
      <Sure open={isSure} title={chosen.length > 0 ? words : t('abstain')} hint={t('castHint')} yes={t('cast')} busy={isBusy} onYes={() => void send()} onClose={() => setIsSure(false)} />
    </section>
  );
}
