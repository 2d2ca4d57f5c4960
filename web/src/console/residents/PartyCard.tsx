import { App, Button, Checkbox, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { date } from '../../core/format';
import type { TransferDirection, TransferState } from '../../core/schema.gen';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { Nothing, States } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { useActForm } from '../../desk/useActForm';
import { DeskRequestTransferDocument, ResidentPartyDocument } from './party.gen';

const TONES: Record<TransferState, 'accent' | 'good' | 'bad' | 'cold'> = { REQUESTED: 'accent', ACCEPTED: 'good', REFUSED: 'bad', WITHDRAWN: 'cold' };
const DIRECTIONS: readonly TransferDirection[] = ['IN', 'OUT'];

/** A member's report as the desk sees it, and the transfers that it writes down for them. */
export default function PartyCard({ resident }: { resident: { id: string; name: string } }) {
  const { t } = useTranslation('residents');
  const reading = useData(ResidentPartyDocument, { residentId: resident.id });
  const [isAsking, setIsAsking] = useState(false);
  return (
    <section className="card" aria-label={t('reporting')}>
      <States of={reading} rows={2}>
        {({ partyReports, partyTransfers }) => {
          const report = partyReports.edges[0]?.node;
          const isWaiting = partyTransfers.edges.some(({ node }) => node.state === 'REQUESTED');
          return (
            <>
              <div className="card-head"><h2 className="grow">{t('reporting')}</h2>{report && !isWaiting && <Button onClick={() => setIsAsking(true)}>{t('transfer')}</Button>}</div>
              {report ? <p className="muted" style={{ marginTop: 0 }}>{t('reportedTo', { name: report.organisation?.name ?? '', date: date(report.consentedAt) })}</p> : <Nothing title={t('notReported')} hint={t('notReportedHint')} />}
              <ul className="plain-list rows">
                {partyTransfers.edges.map(({ node }) => <li key={node.id}><span className="who grow"><b>{t(node.direction === 'IN' ? 'movesIn' : 'movesOut', { name: node.organisation?.name ?? '' })}</b><small className="num">{date(node.decidedAt ?? node.requestedAt)}</small></span><Tag tone={TONES[node.state]}>{t(`transferStates.${node.state}`)}</Tag></li>)}
              </ul>
              {isAsking && <TransferModal resident={resident} onClose={() => setIsAsking(false)} onDone={() => { setIsAsking(false); reading.again(); }} />}
            </>
          );
        }}
      </States>
    </section>
  );
}

interface Typed {
  direction: TransferDirection;
  otherName: string;
  hasConsented: boolean;
}

function TransferModal({ resident, onClose, onDone }: { resident: { id: string; name: string }; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('residents');
  const { message } = App.useApp();
  const { needed } = useRules();
  const key = useActKey();
  const act = useActForm<Typed>();
  const [ask, isBusy] = useAct(DeskRequestTransferDocument);
  const submit = ({ direction, otherName, hasConsented }: Typed): Promise<boolean> =>
    act.send(
      () => ask({ input: { residentId: resident.id, direction, otherName: otherName.trim(), hasConsented, idempotencyKey: key() } }),
      () => {
        void message.success(t('transferAsked'));
        onDone();
      },
    );
  return (
    <ActModal<Typed> open title={t('transferOf', { name: resident.name })} lead={t('transferHint')} submit={t('transfer')} busy={isBusy} act={act} initial={{ direction: 'IN', hasConsented: false }} onClose={onClose} onSubmit={(typed) => void submit(typed)}>
      <Form.Item name="direction" label={t('direction')}><Select options={DIRECTIONS.map((value) => ({ value, label: t(`directions.${value}`) }))} /></Form.Item>
      <Form.Item name="otherName" label={t('otherOrg')} extra={t('otherOrgHint')} rules={needed(t('otherOrg'))}><Input maxLength={80} /></Form.Item>
      <Form.Item name="hasConsented" valuePropName="checked"><Checkbox>{t('transferConsent')}</Checkbox></Form.Item>
    </ActModal>
  );
}
