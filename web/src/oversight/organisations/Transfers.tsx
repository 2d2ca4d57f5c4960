import { App, Button } from 'antd';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../core/auth/useSession';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { date } from '../../core/format';
import type { TransferState } from '../../core/schema.gen';
import { Choice } from '../../desk/Choice';
import { dialog } from '../../desk/afresh';
import { ConnectionTable } from '../../desk/ConnectionTable';

import { usePaging } from '../../desk/paging';
import { Nothing } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { AcceptTransferDocument, TransferPapersDocument, type PaperRowFragment } from './transfers.gen';

const RefuseModal = dialog(() => import('./RefuseModal'));
const STATES: readonly TransferState[] = ['REQUESTED', 'ACCEPTED', 'REFUSED'];
const TONES: Record<TransferState, 'accent' | 'good' | 'bad' | 'cold'> = { REQUESTED: 'accent', ACCEPTED: 'good', REFUSED: 'bad', WITHDRAWN: 'cold' };

/** Requests to move a relation of organisation to one's organisations or away from them, and what was said to them. */
export default function Transfers() {
  const { t } = useTranslation('organisations');
  const paging = usePaging();
  const may = useMay();
  const [state, setState] = useQueryState('transfer', parseAsStringLiteral(STATES));
  const reading = useData(TransferPapersDocument, { state, ...paging.variables });
  const [refused, setRefused] = useState<PaperRowFragment | null>(null);
  return (
    <section className="card flush" aria-label={t('transfers')}>
      <div className="card-head"><h2>{t('transfers')}</h2></div>
      <p className="muted" style={{ margin: '0 20px 12px' }}>{t('transfersHint')}</p>
      <div className="filters" role="search" aria-label={t('shared:list.filters')}>
        <Choice label={t('state')} all={t('allStates')} value={state} options={STATES.map((value) => ({ value, label: t(`states.${value}`) }))} choose={(next) => { paging.first(); void setState(next); }} />
      </div>
      <ConnectionTable
        label={t('transfers')}
        of={reading}
        connection={(data) => data.transferPapers}
        paging={paging}
        width={760}
        empty={<Nothing title={t('noTransfers')} hint={t('noTransfersHint')} />}
        columns={[
          { title: t('name'), width: 150, render: (_, row) => <span className="who"><b>{row.name}</b><small>{t(`stages.${row.stage}`)}</small></span> },
          { title: t('move'), render: (_, row) => <span className="who"><b>{t(row.direction === 'IN' ? 'movesIn' : 'movesOut', { name: row.organisation?.name ?? '' })}</b><small>{t(row.direction === 'IN' ? 'from' : 'to', { name: row.otherOrganisation?.name ?? row.otherName ?? '' })}</small></span> },
          { title: t('requestedAt'), width: 130, render: (_, row) => <span className="num">{date(row.requestedAt)}</span> },
          { title: t('state'), width: 210, render: (_, row) => (row.state === 'REQUESTED' && may('party:decide_transfer') ? <Decide paper={row} again={reading.again} refuse={() => setRefused(row)} /> : <span className="who"><span><Tag tone={TONES[row.state]}>{t(`states.${row.state}`)}</Tag></span>{row.reason && <small>{row.reason}</small>}</span>) },
        ]}
      />
      {refused && <RefuseModal paper={refused} onClose={() => setRefused(null)} onDone={() => { setRefused(null); reading.again(); }} />}
    </section>
  );
}

function Decide({ paper, again, refuse }: { paper: PaperRowFragment; again: () => void; refuse: () => void }) {
  const { t } = useTranslation('organisations');
  const { message, modal } = App.useApp();
  const [accept, isBusy] = useAct(AcceptTransferDocument);
  async function run(): Promise<void> {
    const outcome = await accept({ input: { transferId: paper.id } });
    void (outcome.ok ? message.success(t('accepted', { name: paper.name })) : message.error(outcome.problem.message));
    again();
  }
  const ask = (): void => void modal.confirm({ title: t(paper.direction === 'IN' ? 'acceptIn' : 'acceptOut', { name: paper.name }), content: t('acceptHint'), okText: t('accept'), cancelText: t('shared:act.cancel'), onOk: run });
  return (
    <span style={{ display: 'flex', gap: 8 }}>
      <Button type="primary" size="small" loading={isBusy} onClick={ask} aria-label={t('acceptLabel', { name: paper.name })}>{t('accept')}</Button>
      <Button size="small" onClick={refuse} aria-label={t('refuseLabel', { name: paper.name })}>{t('refuse')}</Button>
    </span>
  );
}
