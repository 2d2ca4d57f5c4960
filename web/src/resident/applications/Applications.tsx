import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { date } from '../../core/format';
import { Page } from '../parts/Page';
import { Sure } from '../parts/Sheet';
import { Nothing, States } from '../parts/States';
import { toast } from '../parts/Toasts';
import { MyApplicationsDocument, WithdrawApplicationDocument, type MyApplicationsQuery } from './applications.gen';

type Application = MyApplicationsQuery['stayApplications']['edges'][number]['node'];
const TONE = { SUBMITTED: 'warn', ACCEPTED: 'good', REJECTED: 'bad', WITHDRAWN: '' } as const;

export default function Applications() {
  const { t } = useTranslation('applications');
  const reading = useData(MyApplicationsDocument, { first: 50 });
  const [leaving, setLeaving] = useState<Application | null>(null);
  const [withdraw, isBusy] = useAct(WithdrawApplicationDocument);
  async function leave(): Promise<void> {
    if (!leaving) return;
    const outcome = await withdraw({ input: { applicationId: leaving.id } });
    setLeaving(null);
    toast(outcome.ok ? t('withdrawn') : outcome.problem.message, outcome.ok ? 'good' : 'bad');
  }
  return (
    <Page title={t('title')} back="/mine">
      <States of={reading} isEmpty={(data) => data.stayApplications.edges.length === 0} empty={<Nothing title={t('empty')} hint={t('emptyHint')} />}>
        {(data) => data.stayApplications.edges.map(({ node }) => (
          <section key={node.id} className="card">
            <h2>{node.community?.name}</h2>
            <p className="soft">{`${t(`wanted.${node.wantedKind ?? 'BED'}`)} · ${t('period', { from: date(node.startsOn), to: date(node.endsOn) })}`}</p>
            <span className={`tag ${TONE[node.status]}`}>{t(`status.${node.status}`)}</span>
            {node.decisionReason && <p className="small">{t('reason', { reason: node.decisionReason })}</p>}
            {node.status === 'SUBMITTED' && <button type="button" className="quiet" onClick={() => setLeaving(node)}>{t('withdraw')}</button>}
          </section>
        ))}
      </States>
      <div className="buttons"><Link className="button" to="/applications/new">{t('new')}</Link></div>
      <Sure open={leaving !== null} title={t('withdrawSure', { community: leaving?.community?.name ?? '' })} yes={t('withdraw')} danger busy={isBusy} onYes={() => void leave()} onClose={() => setLeaving(null)} />
    </Page>
  );
}
