import { Button, Dropdown } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useAct } from '../../../core/data/useAct';
import { useData } from '../../../core/data/useData';
import { date, dateTime } from '../../../core/format';
import type { MoveState } from '../../../core/schema.gen';
import { States } from '../../../desk/States';
import { Tag } from '../../../desk/Tag';
import { DecideTransferDocument } from '../acts.gen';
import { CaseMovesOfDocument, type CaseWholeFragment } from './case.gen';
import { MOVE_TONES, PURPOSES } from '../tones';
import { Plans } from './Plans';
import { useDone } from './useDone';

interface Shown {
  of: CaseWholeFragment;
  isWorking: boolean;
  again: () => void;
}

function Card({ title, children }: { title: string; children: ReactNode }) {
  return <section className="card" aria-label={title}><div className="card-head"><h2>{title}</h2></div>{children}</section>;
}

/** Beside a case: its facts, who works on it, what was agreed to, where it went, what it has to do with. */
export function Side({ of, isWorking, again }: Shown) {
  const { t } = useTranslation('casework');
  const facts: [string, ReactNode][] = [
    ['person', of.resident ? <Link key="who" to={`/residents/${of.resident.id}`}>{of.resident.name || t('erased')}</Link> : t('nameHidden')],
    ['station', of.station?.name],
    ['source', of.source && t(`sources.${of.source}`)],
    ['openedOn', date(of.openedAt)],
    ...(of.hasNameHidden ? ([['privacy', t('hidden')]] as [string, ReactNode][]) : []),
    ...(of.isSeparate ? ([['beside', t('separate')]] as [string, ReactNode][]) : []),
  ];
  return (
    <div className="stack">
      <Plans of={of} isWorking={isWorking} again={again} />
      <Card title={t('facts')}>
        <dl className="facts">{facts.map(([name, value]) => <div key={name} style={{ display: 'contents' }}><dt>{t(name)}</dt><dd>{value}</dd></div>)}</dl>
      </Card>
      <Card title={t('workers')}>
        {of.workers.length === 0 ? <p className="muted" style={{ margin: 0 }}>{t('nobody')}</p> : <ul className="plain-list rows">{of.workers.map((one) => <li key={one.name}><span className="grow">{one.name}</span>{one.role && <Tag tone={one.role === 'PRIMARY' ? 'accent' : 'plain'}>{t(`roles.${one.role}`)}</Tag>}</li>)}</ul>}
      </Card>
      <Card title={t('consents')}>
        <ul className="plain-list rows">
          {PURPOSES.map((purpose) => {
            const given = of.consents.findLast((one) => one.purpose === purpose);
            const isGood = given && !given.withdrawnAt;
            return (
              <li key={purpose}>
                <span className="who grow"><b>{t(`purposes.${purpose}`)}</b>{given && <small className="num">{isGood ? `${t(`forms.${given.form}`)} · ${date(given.givenAt)}` : t('withdrawnOn', { date: given.withdrawnAt ? date(given.withdrawnAt) : '' })}</small>}</span>
                <Tag tone={isGood ? 'good' : 'plain'}>{t(isGood ? 'agreed' : given ? 'withdrawn' : 'notAsked')}</Tag>
              </li>
            );
          })}
        </ul>
      </Card>
      <Moves of={of} isWorking={isWorking} again={again} />
      {of.links.length > 0 && <Card title={t('links')}><ul className="plain-list rows">{of.links.map((one) => one.other && <li key={one.other.id}><span className="grow"><Link to={`/cases/${encodeURIComponent(one.other.id)}`}>{one.other.code}</Link></span><Tag>{t(`relations.${one.relation}`)}</Tag></li>)}</ul></Card>}
      {of.accesses.length > 0 && <Card title={t('glass.broken')}><ul className="plain-list rows">{of.accesses.toReversed().map((one) => <li key={one.openedAt}><span className="who grow"><b>{one.reason ?? t('shredded')}</b><small className="num">{`${dateTime(one.openedAt)} – ${dateTime(one.expiresAt)}`}</small></span></li>)}</ul></Card>}
    </div>
  );
}

const AFTER: Readonly<Partial<Record<MoveState, readonly MoveState[]>>> = { REQUESTED: ['ACCEPTED', 'REJECTED', 'REVOKED'], ACCEPTED: ['DONE', 'REVOKED'] };

function Moves({ of, isWorking, again }: Shown) {
  const { t } = useTranslation('casework');
  const reading = useData(CaseMovesOfDocument, { id: of.id });
  const [decide, isBusy] = useAct(DecideTransferDocument);
  const tell = useDone(() => {
    reading.again();
    again();
  });
  // Few cases have moved: a card that comes and goes while it is asked would only shift what stands below.
  if (reading.kind === 'loading' || (reading.kind === 'data' && reading.data.caseMoves.edges.length === 0)) return null;
  return (
    <Card title={t('moves')}>
      <States of={reading}>{(data) => <ul className="plain-list rows">
        {data.caseMoves.edges.map(({ node: one }) => {
          const to = one.kind === 'REFERRAL' ? (one.agency ?? '') : [one.toStation?.name, one.toWorker?.name].filter(Boolean).join(' · ');
          const states = (one.kind === 'REFERRAL' ? AFTER[one.state] : one.state === 'REQUESTED' ? (['REVOKED'] as const) : undefined) ?? [];
          return (
            <li key={one.id}>
              <span className="who grow"><b>{t(`moveKinds.${one.kind}`, { to })}</b><small>{[one.reason, one.answer].filter(Boolean).join(' · ')}</small></span>
              <Tag tone={MOVE_TONES[one.state]}>{t(`moveStates.${one.state}`)}</Tag>
              {isWorking && of.isLed && states.length > 0 && (
                <Dropdown trigger={['click']} menu={{ items: states.map((state) => ({ key: state, label: t(`decide.${state}`), onClick: () => void decide({ input: { moveId: one.id, state } }).then(tell) })) }}>
                  <Button size="small" loading={isBusy}>{t('moveNext')}</Button>
                </Dropdown>
              )}
            </li>
          );
        })}
      </ul>}</States>
    </Card>
  );
}
