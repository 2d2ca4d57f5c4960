import { App, Button } from 'antd';
import { LockOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useMay } from '../../core/auth/useSession';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { dateTime, number, percent } from '../../core/format';
import { dialog } from '../../desk/afresh';
import { Page } from '../../desk/Page';
import { States } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { ClosePollDocument, PollPageDocument, type PollPageQuery } from './polls.gen';
import { placeOf } from './place';
import { OUTCOME_TONES, STATUS_TONES } from './tones';
import './polls.css';

const PollModals = dialog(() => import('./PollModals'));
type Shown = NonNullable<PollPageQuery['poll']>;

export default function Poll() {
  const { t } = useTranslation('polls');
  const { id = '' } = useParams();
  const may = useMay();
  const { message, modal } = App.useApp();
  const reading = useData(PollPageDocument, { id });
  const [open, setOpen] = useState<'desk' | 'cancel' | null>(null);
  const [close] = useAct(ClosePollDocument);
  const poll = reading.kind === 'data' ? reading.data.poll : null;
  const isOpen = poll?.status === 'OPEN';
  const askToClose = (asked: Shown): void =>
    void modal.confirm({
      title: t('closeOf', { title: asked.title }),
      content: t('closeHint'),
      okText: t('closeNow'),
      okButtonProps: { danger: true },
      cancelText: t('shared:act.cancel'),
      onOk: async () => {
        const outcome = await close({ input: { pollId: asked.id } });
        void (outcome.ok ? message.success(t('closed')) : message.error(outcome.problem.message));
        reading.again();
      },
    });
  return (
    <Page
      title={poll?.title ?? t('title')}
      lead={poll ? placeOf(poll) : undefined}
      crumbs={[{ to: '/polls', label: t('title') }]}
      acts={
        isOpen && (
          <>
            {may('polls:close') && <Button danger onClick={() => setOpen('cancel')}>{t('cancel')}</Button>}
            {may('polls:close') && <Button onClick={() => askToClose(poll)}>{t('closeNow')}</Button>}
            {may('polls:vote_at_desk') && <Button type="primary" onClick={() => setOpen('desk')}>{t('desk')}</Button>}
          </>
        )
      }
    >
      <States of={reading} isEmpty={(data) => !data.poll}>
        {(data) =>
          data.poll && (
            <div className="columns">
              <Result poll={data.poll} />
              <Rules poll={data.poll} />
              <PollModals poll={data.poll} open={open} onClose={() => setOpen(null)} onDone={() => { setOpen(null); reading.again(); }} />
            </div>
          )
        }
      </States>
    </Page>
  );
}

function Result({ poll }: { poll: Shown }) {
  const { t } = useTranslation('polls');
  const last = poll.rounds.at(-1);
  const total = last?.tallies.reduce((sum, one) => sum + one.votes, 0) ?? 0;
  const votesOf = (position: number): number => last?.tallies.find((one) => one.position === position)?.votes ?? 0;
  return (
    <section className="card">
      <div className="card-head">
        <h2 className="grow">{t('result')}</h2>
        {poll.outcome && <Tag tone={OUTCOME_TONES[poll.outcome]}>{t(`outcomes.${poll.outcome}`)}</Tag>}
        <Tag tone={STATUS_TONES[poll.status]}>{t(`statuses.${poll.status}`)}</Tag>
      </div>
      <p className="poll-question">{poll.question}</p>
      {poll.status !== 'COUNTED' && (
        <p className="sealed"><LockOutlined aria-hidden /><span><b>{poll.cancelledReason ?? t('sealed')}</b>{!poll.cancelledReason && <small>{t('sealedHint')}</small>}</span></p>
      )}
      <table className="tally-table">
        <caption className="unseen">{t('result')}</caption>
        <thead className={last ? '' : 'unseen'}><tr><th scope="col">{t('option')}</th><th scope="col">{t('share')}</th><th scope="col">{t('votes')}</th></tr></thead>
        <tbody>
          {poll.options.map((option) => (
            <tr key={option.position} className={poll.winner === option.position ? 'won' : undefined}>
              <th scope="row">{option.title}{option.cost !== null && <small className="num muted">{` ${t('yuan', { amount: number(option.cost) })}`}</small>}{poll.winner === option.position && <Tag tone="good">{t('winner')}</Tag>}{last?.tallies.find((one) => one.position === option.position)?.isFunded && <Tag tone="good">{t('funded')}</Tag>}</th>
              <td>{last && <span className="tally-bar"><span style={{ width: `${total ? (votesOf(option.position) / total) * 100 : 0}%` }} /><small className="num">{percent(total ? votesOf(option.position) / total : 0)}</small></span>}</td>
              <td className="num">{last ? number(votesOf(option.position)) : ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Rules({ poll }: { poll: Shown }) {
  const { t } = useTranslation('polls');
  return (
    <section className="card">
      <div className="card-head"><h2>{t('rules')}</h2></div>
      <dl className="facts">
        <dt>{t('kind')}</dt><dd>{t(`kinds.${poll.kind}`)}</dd>
        {poll.budget !== null && <><dt>{t('budget')}</dt><dd className="num">{number(poll.budget)}</dd></>}
        {poll.budget !== null && poll.leastPercent > 0 && <><dt>{t('leastPercent')}</dt><dd className="num">{poll.leastPercent}</dd></>}
        <dt>{t('area')}</dt><dd>{poll.building?.name ?? t('wholeCommunity')}</dd>
        <dt>{t('voters')}</dt><dd className="num">{t(`votersOf.${poll.voters}`, { count: poll.votersCount })}</dd>
        <dt>{t('quorum')}</dt><dd className="num">{poll.quorumPercent}</dd>
        <dt>{t('passRule')}</dt><dd>{t(`passRules.${poll.passRule}`)}</dd>
        <dt>{t('tieRule')}</dt><dd>{t(`tieRules.${poll.tieRule}`)}</dd>
        <dt>{t('openedAt')}</dt><dd className="num">{dateTime(poll.openedAt)}</dd>
        <dt>{t('closesAt')}</dt><dd className="num">{dateTime(poll.closesAt)}</dd>
        {poll.turnout !== null && <><dt>{t('turnout')}</dt><dd className="num">{`${t('turnoutOf', { count: poll.turnout, of: poll.votersCount })} · ${percent(poll.votersCount ? poll.turnout / poll.votersCount : 0)}`}</dd></>}
        {poll.countedAt && <><dt>{t('countedAt')}</dt><dd className="num">{dateTime(poll.countedAt)}</dd></>}
        {poll.lotSeed && <><dt>{t('lotSeed')}</dt><dd className="num">{poll.lotSeed}</dd></>}
        {poll.proposal && <><dt>{t('fromProposal')}</dt><dd><Link to={`/proposals/${poll.proposal.id}`}>{poll.proposal.title}</Link></dd></>}
      </dl>
    </section>
  );
}
