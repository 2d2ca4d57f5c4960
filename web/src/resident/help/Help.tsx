import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useAct, useActKey } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { date, dateTime } from '../../core/format';
import { Choice, Words } from '../parts/Field';
import { Icon } from '../parts/Icon';
import { Page } from '../parts/Page';
import { Sheet, Sure } from '../parts/Sheet';
import { States } from '../parts/States';
import { toast } from '../parts/Toasts';
import { useFields } from '../parts/useFields';
import { AskForHelpDocument, HelpPageDocument, WithdrawHelpDocument, type HelpPageQuery } from './help.gen';

type Asked = HelpPageQuery['helpRequests']['edges'][number]['node'];
type Station = HelpPageQuery['stations']['edges'][number]['node'];
const TONE = { ASKED: 'warn', TAKEN: 'good', ANSWERED: 'good', WITHDRAWN: '' } as const;

/** Ask the social worker; what was asked, and one's own cases. */
export default function Help() {
  const { t } = useTranslation('help');
  const reading = useData(HelpPageDocument, {});
  const [isAsking, setIsAsking] = useState(false);
  return (
    <Page title={t('title')} back="/services">
      <p className="soft">{t('lead')}</p>
      <States of={reading}>
        {(data) => (
          <>
            <div className="buttons"><button type="button" className="button" onClick={() => setIsAsking(true)}>{t('ask')}</button></div>
            {data.cases.edges.length > 0 && (
              <>
                <h2 className="section">{t('cases')}</h2>
                <ul className="rows">{data.cases.edges.map(({ node }) => <li key={node.id}><Link className="row" to={`/help/${node.id}`}><span className="grow">{node.phase ? t(`phases.${node.phase}`) : t(`status.${node.status}`)}<small>{`${node.code} · ${date(node.openedAt)}`}</small></span><Icon name="go" size={20} /></Link></li>)}</ul>
              </>
            )}
            {data.helpRequests.edges.length > 0 && <h2 className="section">{t('asked')}</h2>}
            {data.helpRequests.edges.map(({ node }) => <One key={node.id} asked={node} again={reading.again} />)}
            <Stations stations={data.stations.edges.map((edge) => edge.node)} />
            <Sheet open={isAsking} title={t('ask')} onClose={() => setIsAsking(false)}><Ask stations={data.stations.edges.map((edge) => edge.node)} onDone={() => { setIsAsking(false); reading.again(); }} /></Sheet>
          </>
        )}
      </States>
    </Page>
  );
}

function One({ asked, again }: { asked: Asked; again: () => void }) {
  const { t } = useTranslation('help');
  const [isLeaving, setIsLeaving] = useState(false);
  const [withdraw, isBusy] = useAct(WithdrawHelpDocument);
  async function leave(): Promise<void> {
    const outcome = await withdraw({ input: { requestId: asked.id } });
    setIsLeaving(false);
    toast(outcome.ok ? t('withdrawn') : outcome.problem.message, outcome.ok ? 'good' : 'bad');
    again();
  }
  return (
    <section className="card">
      <p className="tags"><span className={`tag ${TONE[asked.state]}`}>{t(`states.${asked.state}`)}</span>{asked.isUrgent && <span className="tag bad">{t('urgent')}</span>}</p>
      {asked.text && <p className="said">{asked.text}</p>}
      {asked.answer && <p className="said"><b>{t('answer')}</b><br />{asked.answer}</p>}
      <p className="small soft">{[dateTime(asked.askedAt), asked.worker && t('with', { name: asked.worker.name })].filter(Boolean).join(' · ')}</p>
      <div className="buttons">
        {asked.state === 'ASKED' && <button type="button" className="quiet" onClick={() => setIsLeaving(true)}>{t('withdraw')}</button>}
        <Link className="button plain" to={`/help/asked/${asked.id}`}>{t('reads')}</Link>
      </div>
      <Sure open={isLeaving} title={t('withdrawSure')} yes={t('withdraw')} danger busy={isBusy} onYes={() => void leave()} onClose={() => setIsLeaving(false)} />
    </section>
  );
}

function Ask({ stations, onDone }: { stations: readonly Station[]; onDone: () => void }) {
  const { t } = useTranslation('help');
  const key = useActKey();
  const { typed, bind, said, setProblem } = useFields({ text: '', workerId: '' });
  const [isUrgent, setIsUrgent] = useState(false);
  const [ask, isBusy] = useAct(AskForHelpDocument);
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setProblem(null);
    const outcome = await ask({ input: { text: typed.text, workerId: typed.workerId || null, isUrgent, idempotencyKey: key() } });
    if (!outcome.ok) return setProblem(outcome.problem);
    toast(t('sent'));
    onDone();
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Words label={t('text')} hint={t('textHint')} required maxLength={4000} {...bind('text')} />
      <Choice label={t('worker')} {...bind('workerId')}>
        <option value="">{t('anyone')}</option>
        {stations.flatMap((station) => station.workers).filter((worker) => !worker.endedAt).map((worker) => <option key={worker.id} value={worker.id}>{worker.name}</option>)}
      </Choice>
      <div className="checks"><label><input type="checkbox" checked={isUrgent} onChange={(event) => setIsUrgent(event.target.checked)} />{t('cannotWait')}</label></div>
      {isUrgent && <p className="small soft">{t('emergency')}</p>}
      {said && <p className="problem" role="alert">{said}</p>}
      <button type="submit" className="button wide" disabled={isBusy || !typed.text.trim()} aria-busy={isBusy}>{t('send')}</button>
    </form>
  );
}

function Stations({ stations }: { stations: readonly Station[] }) {
  const { t } = useTranslation('help');
  if (stations.length === 0) return null;
  return (
    <>
      <h2 className="section">{t('station')}</h2>
      {stations.map((station) => (
        <section key={station.id} className="card">
          <h3>{station.name}</h3>
          <p className="soft small">{[station.address, station.hours].filter(Boolean).join(' · ')}</p>
          {station.phone && <a className="button plain" href={`tel:${station.phone}`}>{t('call', { phone: station.phone })}</a>}
        </section>
      ))}
    </>
  );
}
