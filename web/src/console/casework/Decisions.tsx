import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMay } from '../../core/auth/useSession';
import { useData } from '../../core/data/useData';
import { dateTime } from '../../core/format';
import { dialog } from '../../desk/afresh';
import { Page } from '../../desk/Page';
import { Nothing, States } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { DecideButtons } from './DecideButtons';
import type { Wanted } from './DecideModal';
import { DueDay } from './DueDay';
import { WaitingApprovalsDocument, WaitingMovesDocument } from './casework.gen';
import { RISK_TONES } from './tones';
import './casework.css';

const DecideModal = dialog(() => import('./DecideModal'));

/** What waits for one's word: approvals for the supervisor, transfers for whoever would take a case over. */
export default function Decisions() {
  const { t } = useTranslation('casework');
  const may = useMay();
  const supervises = may('casework:supervise');
  const [deciding, setDeciding] = useState<Wanted | null>(null);
  const approvals = useData(WaitingApprovalsDocument, { first: 100 }, { pause: !supervises });
  const moves = useData(WaitingMovesDocument, { first: 100 });
  return (
    <Page title={t('decision.title')} lead={t(supervises ? 'decision.lead' : 'decision.leadWorker')}>
      <div className="stack">
        {supervises && (
          <section className="card" aria-label={t('decision.approvals')}>
            <div className="card-head"><h2>{t('decision.approvals')}</h2></div>
            <States of={approvals} isEmpty={(data) => data.caseApprovals.edges.length === 0} empty={<Nothing title={t('decision.noApprovals')} hint={null} />}>
              {(data) => (
                <ul className="plain-list rows">
                  {data.caseApprovals.edges.map(({ node }) => {
                    const title = `${t(`subjects.${node.subject}`)} · ${node.case?.code ?? ''}`;
                    return (
                      <li key={node.id} style={{ flexWrap: 'wrap' }}>
                        <span className="who grow"><Link to={`/cases/${encodeURIComponent(node.case?.id ?? '')}`}>{title}</Link><small className="num">{t('laid', { at: dateTime(node.requestedAt) })}</small></span>
                        {node.case?.risk && <Tag tone={RISK_TONES[node.case.risk]}>{t(`risks.${node.case.risk}`)}</Tag>}
                        <DueDay on={node.case?.dueOn} />
                        <DecideButtons of={{ id: node.id, of: 'approval', title }} onDecide={setDeciding} />
                      </li>
                    );
                  })}
                </ul>
              )}
            </States>
          </section>
        )}
        <section className="card" aria-label={t('decision.transfers')}>
          <div className="card-head"><h2>{t('decision.transfers')}</h2></div>
          <States of={moves} isEmpty={(data) => data.caseMoves.edges.length === 0} empty={<Nothing title={t('decision.noTransfers')} hint={null} />}>
            {(data) => (
              <ul className="plain-list rows">
                {data.caseMoves.edges.map(({ node }) => {
                  const title = `${t('decision.transfer')} · ${node.caseCode ?? ''}`;
                  return (
                    <li key={node.id} style={{ flexWrap: 'wrap' }}>
                      <span className="who grow"><b>{title}</b><small>{[node.reason, node.toStation?.name, node.toWorker?.name, t('laid', { at: dateTime(node.requestedAt) })].filter(Boolean).join(' · ')}</small></span>
                      <DecideButtons of={{ id: node.id, of: 'transfer', title }} onDecide={setDeciding} />
                    </li>
                  );
                })}
              </ul>
            )}
          </States>
        </section>
      </div>
      <DecideModal of={deciding} onClose={() => setDeciding(null)} onDone={deciding?.of === 'approval' ? approvals.again : moves.again} />
    </Page>
  );
}
