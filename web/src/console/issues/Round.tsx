import { App, Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useAct, type Outcome } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { time, timeSpan } from '../../core/format';
import { dialog } from '../../desk/afresh';
import { Page } from '../../desk/Page';
import { Nothing, States } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { FinishRoundDocument, OneRoundDocument, VisitPointDocument, type OneRoundQuery } from './patrols.gen';
import './issues.css';

type Round = Extract<OneRoundQuery['node'], { __typename: 'PatrolRound' }>;
export type Point = NonNullable<Round['route']>['points'][number];
const ReportAt = dialog(() => import('./ReportAt'));

/** One round as it is walked, on a phone: its points in order, each passed by a tap, and what is found there reported at once. */
export default function OneRound() {
  const { t } = useTranslation('issues');
  const { id = '' } = useParams();
  const reading = useData(OneRoundDocument, { id });
  const round = reading.kind === 'data' && reading.data.node?.__typename === 'PatrolRound' ? reading.data.node : null;
  return (
    <Page title={round?.route?.name ?? t('patrol.title')} crumbs={[{ to: '/patrols', label: t('patrol.title') }]} lead={round && timeSpan(round.startsAt, round.endsAt)}>
      <States of={reading} isEmpty={() => !round} empty={<Nothing title={t('patrol.empty')} hint={null} />}>{() => round && <Walk round={round} />}</States>
    </Page>
  );
}

function Walk({ round }: { round: Round }) {
  const { t } = useTranslation('issues');
  const { message } = App.useApp();
  const [found, setFound] = useState<Point | null>(null);
  const [visit, isPassing] = useAct(VisitPointDocument);
  const [finish, isFinishing] = useAct(FinishRoundDocument);
  const isOpen = round.status === 'DUE' || round.status === 'STARTED';
  const points = round.route?.points ?? [];
  const sightOf = (point: Point): Round['sights'][number] | undefined => round.sights.find((one) => one.point?.id === point.id);
  const left = points.filter((point) => !sightOf(point)).length;
  const tell = <Data,>(outcome: Outcome<Data>): void => void (outcome.ok || message.error(outcome.problem.message));
  return (
    <section className="card walk" aria-label={t('patrol.points')}>
      <ol>
        {points.map((point) => {
          const sight = sightOf(point);
          return (
            <li key={point.id}>
              <div className="grow"><b>{point.name}</b><span className="muted">{[point.code, point.building?.name, sight && time(sight.createdAt)].filter(Boolean).join(' · ')}</span></div>
              {sight && (sight.issue ? <Link to={`/issues/${encodeURIComponent(sight.issue.id)}`}><Tag tone="warn">{t('patrol.foundHere')}</Tag></Link> : <Tag tone={sight.isFine ? 'good' : 'warn'}>{t(sight.isFine ? 'patrol.fine' : 'patrol.foundHere')}</Tag>)}
              {isOpen && !sight?.issue && (
                <div className="acts">
                  {!sight && <Button size="large" type="primary" disabled={isPassing} aria-label={t('patrol.fineAt', { name: point.name })} onClick={() => void visit({ input: { roundId: round.id, pointId: point.id, isFine: true } }).then(tell)}>{t('patrol.fine')}</Button>}
                  <Button size="large" aria-label={t('patrol.reportAt', { name: point.name })} onClick={() => setFound(point)}>{t('patrol.report')}</Button>
                </div>
              )}
            </li>
          );
        })}
      </ol>
      {isOpen && (
        <Popconfirm title={t('patrol.finishSure', { name: round.route?.name ?? '' })} {...(left > 0 ? { description: t('patrol.left', { count: left }) } : {})} okText={t('patrol.finish')} onConfirm={() => void finish({ input: { roundId: round.id } }).then(tell)}>
          <Button size="large" block loading={isFinishing}>{t('patrol.finish')}</Button>
        </Popconfirm>
      )}
      <ReportAt roundId={round.id} point={found} onClose={() => setFound(null)} />
    </section>
  );
}
