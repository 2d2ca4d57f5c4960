import { App, Button } from 'antd';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../core/auth/useSession';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { date } from '../../core/format';
import type { TransferState } from '../../core/schema.gen';
import { dialog } from '../../desk/afresh';
import { Choice } from '../../desk/Choice';
import { Pager, usePaging } from '../../desk/paging';
import { Nothing, States } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { AcceptTransferDocument, TransferPapersDocument, type PaperRowFragment } from './transfers.gen';
import './organisations.css';

const RefuseModal = dialog(() => import('./RefuseModal'));
const STATES: readonly TransferState[] = ['REQUESTED', 'ACCEPTED', 'REFUSED'];
const TONES: Record<TransferState, 'accent' | 'good' | 'bad' | 'cold'> = { REQUESTED: 'accent', ACCEPTED: 'good', REFUSED: 'bad', WITHDRAWN: 'cold' };

/** Requests to move a relation of organisation to one's organisations or away from them, and what was said to them. */
export default function Transfers() {
  const { t } = useTranslation('organisations');
  const paging = usePaging();
  const [state, setState] = useQueryState('transfer', parseAsStringLiteral(STATES));
  const reading = useData(TransferPapersDocument, { state, ...paging.variables });
  const [refused, setRefused] = useState<PaperRowFragment | null>(null);
  return (
    <section className="card flush">
      <p className="muted lead">{t('transfersHint')}</p>
      <div className="filters" role="search" aria-label={t('shared:list.filters')}>
        <Choice label={t('state')} all={t('allStates')} value={state} options={STATES.map((value) => ({ value, label: t(`states.${value}`) }))} choose={(next) => { paging.first(); void setState(next); }} />
      </div>
      <States of={reading} isEmpty={(data) => data.transferPapers.totalCount === 0} empty={<Nothing title={t('noTransfers')} hint={t('noTransfersHint')} />}>
        {({ transferPapers }) => (
          <>
            <ul className="plain-list papers" aria-label={t('transfers')}>
              {transferPapers.edges.map(({ node }) => <li key={node.id}><Paper of={node} again={reading.again} refuse={() => setRefused(node)} /></li>)}
            </ul>
            <Pager paging={paging} found={transferPapers} />
          </>
        )}
      </States>
      {refused && <RefuseModal paper={refused} onClose={() => setRefused(null)} onDone={() => { setRefused(null); reading.again(); }} />}
    </section>
  );
}

interface Shown {
  of: PaperRowFragment;
  again: () => void;
  refuse: () => void;
}

/** Whose relation moves, from where to where, since when it waits, and what is decided or was. */
function Paper({ of, again, refuse }: Shown) {
  const { t } = useTranslation('organisations');
  const may = useMay();
  return (
    <>
      <span className="who"><b>{of.name}</b><small>{t(`stages.${of.stage}`)}</small></span>
      <span className="who"><b>{t(of.direction === 'IN' ? 'movesIn' : 'movesOut', { name: of.organisation?.name ?? '' })}</b><small>{t(of.direction === 'IN' ? 'from' : 'to', { name: of.otherOrganisation?.name ?? of.otherName ?? '' })}</small></span>
      <span className="muted num">{t('requestedOn', { date: date(of.requestedAt) })}</span>
      {of.state === 'REQUESTED' && may('party:decide_transfer') ? <Decide paper={of} again={again} refuse={refuse} /> : <span className="who"><span><Tag tone={TONES[of.state]}>{t(`states.${of.state}`)}</Tag></span>{of.reason && <small>{of.reason}</small>}</span>}
    </>
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
    <span className="acts">
      <Button type="primary" loading={isBusy} onClick={ask} aria-label={t('acceptLabel', { name: paper.name })}>{t('accept')}</Button>
      <Button onClick={refuse} aria-label={t('refuseLabel', { name: paper.name })}>{t('refuse')}</Button>
    </span>
  );
}
