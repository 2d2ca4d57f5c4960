import { App, Button, Tabs } from 'antd';
import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { date } from '../../core/format';
import { timeOf } from '../../core/hours';
import { useNameOf } from '../../core/useNameOf';
import { dialog } from '../../desk/afresh';
import { Missing } from '../../desk/Missing';
import { Page } from '../../desk/Page';
import { Nothing, States } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { Hours } from './Hours';
import { ClosePartyStationDocument, OwnStationPageDocument, type OwnStationFragment } from './stations.gen';
import { Visits } from './Visits';
import { Week } from './Week';
import './stations.css';

const StationModal = dialog(() => import('./StationModal'));
const VisitModal = dialog(() => import('./VisitModal'));
const TABS = ['week', 'visits', 'about'] as const;
const PLACE = { tab: parseAsStringLiteral(TABS).withDefault('week'), page: parseAsInteger, after: parseAsString };

/** One station: its week, who came, and what it publishes. */
export default function Station() {
  const { id = '' } = useParams();
  const reading = useData(OwnStationPageDocument, { id });
  return <States of={reading} rows={8}>{(data) => (data.partyStation ? <Shown of={data.partyStation} again={reading.again} /> : <Missing />)}</States>;
}

function Shown({ of, again }: { of: OwnStationFragment; again: () => void }) {
  const { t } = useTranslation('stations');
  const { message, modal } = App.useApp();
  const [at, setAt] = useQueryStates(PLACE, { history: 'push' });
  const [open, setOpen] = useState<'edit' | 'count' | null>(null);
  const [round, setRound] = useState(0);
  const [close, isClosing] = useAct(ClosePartyStationDocument);
  const done = (): void => {
    setOpen(null);
    setRound(round + 1);
    again();
  };
  async function shut(): Promise<void> {
    const outcome = await close({ input: { stationId: of.id, version: of.version } });
    if (outcome.ok) done();
    else void message.error(outcome.problem.message);
  }
  const ask = (): void => void modal.confirm({ title: t('closeOf', { name: of.name }), content: t('closeHint'), okText: t('close'), okButtonProps: { danger: true }, cancelText: t('shared:act.cancel'), onOk: shut });
  const acts = (
    <>
      {!of.closedOn && <Button danger loading={isClosing} onClick={ask}>{t('close')}</Button>}
      {!of.closedOn && <Button onClick={() => setOpen('edit')}>{t('edit')}</Button>}
      <Button type="primary" disabled={of.services.length === 0} onClick={() => setOpen('count')}>{t('count')}</Button>
    </>
  );
  const tabs = { week: <Week key={round} stationId={of.id} />, visits: <Visits key={round} stationId={of.id} />, about: <About of={of} /> };
  return (
    <Page title={of.name} lead={[of.organisation?.name, of.address, of.community?.name, of.closedOn && t('closedOn', { date: date(of.closedOn) })].filter(Boolean).join(' · ')} crumbs={[{ to: '/stations', label: t('menu') }]} acts={acts}>
      <Tabs activeKey={at.tab} destroyOnHidden onChange={(next) => void setAt({ tab: TABS.find((one) => one === next) ?? 'week', page: null, after: null })} items={TABS.map((key) => ({ key, label: t(`tabs.${key}`), children: tabs[key] }))} />
      {open === 'edit' && <StationModal station={of} onClose={() => setOpen(null)} onDone={done} />}
      {open === 'count' && <VisitModal station={of} onClose={() => setOpen(null)} onDone={done} />}
    </Page>
  );
}

function About({ of }: { of: OwnStationFragment }) {
  const { t } = useTranslation('stations');
  const nameOf = useNameOf();
  return (
    <div className="columns">
      <section className="card" aria-label={t('services')}>
        <div className="card-head"><h2>{t('services')}</h2></div>
        {of.services.length === 0 && <Nothing title={t('noServices')} hint={null} />}
        <ul className="plain-list rows">
          {of.services.map((one) => (
            <li key={one.id}>
              <span className="who grow"><b>{nameOf(one)}</b><small>{one.description}</small></span>
              <Tag>{one.weekday === null || one.opens === null || one.closes === null ? t('atHours') : t('weekly', { day: t(`days.${one.weekday}`), time: timeOf({ opens: one.opens, closes: one.closes }) })}</Tag>
            </li>
          ))}
        </ul>
      </section>
      <div className="stack">
        <section className="card" aria-label={t('hours')}>
          <div className="card-head"><h2>{t('hours')}</h2></div>
          <Hours of={of.hours} />
        </section>
        <section className="card" aria-label={t('exceptions')}>
          <div className="card-head"><h2>{t('exceptions')}</h2></div>
          {of.days.length === 0 && <p className="muted">{t('noExceptions')}</p>}
          <dl className="facts">
            {of.days.map((one) => (
              <div key={one.fallsOn} style={{ display: 'contents' }}>
                <dt className="num">{date(one.fallsOn)}</dt>
                <dd>{[one.opens === null || one.closes === null ? t('shut') : timeOf({ opens: one.opens, closes: one.closes }), one.note].filter(Boolean).join(' · ')}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </div>
  );
}
