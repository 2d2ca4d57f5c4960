import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useSession } from '../../core/auth/useSession';
import { useData } from '../../core/data/useData';
import { dateTime, percent } from '../../core/format';
import { Page } from '../parts/Page';
import { Nothing, States } from '../parts/States';
import { toast } from '../parts/Toasts';
import { Ballot } from './Ballot';
import { receiptOf } from './kept';
import { PhonePollPageDocument, type PhonePollPageQuery } from './polls.gen';
import { TONE } from './tones';

export type Whole = NonNullable<PhonePollPageQuery['poll']>;

/** One poll: the question, one's ballot and its receipt, and what came out. */
export default function Poll() {
  const { t } = useTranslation('polls');
  const { id = '' } = useParams();
  const reading = useData(PhonePollPageDocument, { id });
  const poll = reading.kind === 'data' ? reading.data.poll : null;
  return (
    <Page title={poll?.title ?? t('title')} back="/polls">
      <States of={reading} isEmpty={(data) => !data.poll} empty={<Nothing title={t('gone')} hint={null} />}>{(data) => data.poll && <Body poll={data.poll} again={reading.again} />}</States>
    </Page>
  );
}

function Body({ poll, again }: { poll: Whole; again: () => void }) {
  const { t } = useTranslation('polls');
  const { me } = useSession();
  const account = me?.accountId ?? '';
  const [receipt, setReceipt] = useState(() => receiptOf(account, poll.id));
  return (
    <>
      <section className="card">
        <p className="tags"><span className={`tag ${TONE[poll.status]}`}>{t(`status.${poll.status}`)}</span><span className="tag">{t(`kinds.${poll.kind}`)}</span>{poll.hasVoted && <span className="tag good">{t('voted')}</span>}</p>
        <h2>{t('question')}</h2>
        <p className="said">{poll.question}</p>
        <dl className="facts">
          <dt>{t('area')}</dt><dd>{poll.building?.name ?? t('wholeCommunity')}</dd>
          <dt>{t('voters')}</dt><dd>{t(`voterUnits.${poll.voters}`)}</dd>
          <dt>{t('rule')}</dt><dd>{t(`passRules.${poll.passRule}`)}</dd>
        </dl>
        <p className="small soft">{t('until', { time: dateTime(poll.closesAt) })}</p>
        {poll.proposal && <Link className="button plain" to={`/proposals/${poll.proposal.id}`}>{poll.proposal.title}</Link>}
        {poll.cancelledReason && <p>{poll.cancelledReason}</p>}
      </section>
      {receipt && <Kept receipt={receipt} />}
      {poll.status === 'OPEN' && !poll.isElector && <p className="soft">{poll.building ? t('notInArea', { area: poll.building.name }) : t('notElector')}</p>}
      {poll.status === 'OPEN' && poll.isElector && !poll.hasVoted && !receipt && <Ballot poll={poll} account={account} onCast={(made) => { setReceipt(made); again(); }} />}
      {poll.outcome && <Result poll={poll} />}
    </>
  );
}

function Kept({ receipt }: { receipt: string }) {
  const { t } = useTranslation('polls');
  const copy = (): void => void navigator.clipboard.writeText(receipt).then(() => toast(t('shared:act.copied')));
  return (
    <section className="card">
      <h2>{t('receipt')}</h2>
      <code className="proof">{receipt}</code>
      <p className="small soft">{t('receiptHint')}</p>
      <div className="two">
        <button type="button" className="button plain" onClick={copy}>{t('copy')}</button>
        <Link className="button plain" to={`/polls/receipt?code=${encodeURIComponent(receipt)}`}>{t('check')}</Link>
      </div>
    </section>
  );
}

function Result({ poll }: { poll: Whole }) {
  const { t } = useTranslation('polls');
  const nameOf = (position: number): string => poll.options.find((option) => option.position === position)?.title ?? '';
  return (
    <section className="card">
      <h2>{t('result')}</h2>
      <p className="tags"><span className={poll.outcome === 'PASSED' ? 'tag good' : 'tag warn'}>{t(`outcomes.${poll.outcome}`)}</span><span className="small soft">{t('turnout', { count: poll.ballotsCount ?? 0, percent: Math.round(((poll.ballotsCount ?? 0) / Math.max(1, poll.votersCount)) * 100) })}</span></p>
      {poll.rounds.map((round) => {
        const most = Math.max(1, ...round.tallies.map((tally) => tally.votes));
        return (
          <div key={round.number}>
            {poll.rounds.length > 1 && <h3>{t('round', { number: round.number })}</h3>}
            {round.tallies.map((tally) => (
              <div key={tally.position} className="tally">
                <span>{nameOf(tally.position)}{poll.winner === tally.position && <b>{` · ${t('winner')}`}</b>}{tally.isFunded && <b>{` · ${t('funded')}`}</b>}</span>
                <span>{t('votes', { count: tally.votes })}</span>
                <progress className="share" max={most} value={tally.votes} aria-label={`${nameOf(tally.position)} ${percent(tally.votes / most)}`} />
              </div>
            ))}
          </div>
        );
      })}
    </section>
  );
}
