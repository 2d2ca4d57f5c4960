import { useState } from 'react';
import { parseAsString, useQueryState } from 'nuqs';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useMay } from '../../core/auth/useSession';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { dateTime, isoDay } from '../../core/format';
import { Frame } from '../parts/Frame';
import { Panel } from '../parts/Panel';
import { BoardMonthsDocument, SealMonthDocument } from './months.gen';

const PAGE = 24;
const MONTH = 7;

/** Sealed months and their restatements, the last first, each linked to the one before. */
export default function Months() {
  const { t } = useTranslation('months');
  const may = useMay();
  const [after, setAfter] = useQueryState('after', parseAsString.withOptions({ history: 'push' }));
  const reading = useData(BoardMonthsDocument, { first: PAGE, after });
  return (
    <Frame title={t('title')} lead={t('lead')}>
      <div className="stack">
        {may('dashboard:seal') && <Seal again={reading.again} />}
        <Panel title={t('title')} of={reading} aside={reading.kind === 'data' && t('total', { count: reading.data.district.snapshots.totalCount })} isEmpty={(data) => data.district.snapshots.edges.length === 0}>
          {({ district: { snapshots } }) => (
            <>
              <div className="scroll" tabIndex={0} role="region" aria-label={t('title')}>
                <table className="board-table">
                  <thead><tr><th scope="col">{t('month')}</th><th scope="col">{t('what')}</th><th scope="col">{t('sealedAt')}</th><th scope="col">{t('reason')}</th><th scope="col">{t('hash')}</th><th scope="col">{t('chain')}</th></tr></thead>
                  <tbody>
                    {snapshots.edges.map(({ node }) => (
                      <tr key={node.id}>
                        <th scope="row"><Link to={`/months/${encodeURIComponent(node.id)}`}>{node.month.slice(0, MONTH)}</Link></th>
                        <td>{node.restatement === 0 ? t('seal') : t('restatement', { number: node.restatement })}</td>
                        <td>{dateTime(node.sealedAt)}</td>
                        <td className="wrap">{node.reason ?? ''}</td>
                        <td><code title={node.hash}>{node.hash.slice(0, 12)}…</code></td>
                        <td><span className="tag">{t(node.isIntact ? 'intact' : 'broken')}</span></td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
              <nav className="pager" aria-label={t('title')}>
                {after && <button type="button" className="board-button" onClick={() => void setAfter(null)}>{t('communities:first')}</button>}
                {snapshots.pageInfo.hasNextPage && <button type="button" className="board-button" onClick={() => void setAfter(snapshots.pageInfo.endCursor ?? null)}>{t('communities:next')}</button>}
              </nav>
            </>
          )}
        </Panel>
      </div>
    </Frame>
  );
}

/** The month before this one, as the first to be sealed. */
const lastMonth = (): string => {
  const [year = 0, month = 1] = isoDay().split('-').map(Number);
  return month === 1 ? `${year - 1}-12` : `${year}-${String(month - 1).padStart(2, '0')}`;
};

function Seal({ again }: { again: () => void }) {
  const { t } = useTranslation('months');
  const go = useNavigate();
  const [month, setMonth] = useState(lastMonth);
  const [isSure, setSure] = useState(false);
  const [problem, setProblem] = useState('');
  const [seal, isBusy] = useAct(SealMonthDocument);
  const submit = async (): Promise<void> => {
    const answer = await seal({ input: { month: `${month}-01` } });
    setSure(false);
    if (!answer.ok) return setProblem(answer.problem.message);
    again();
    void go(`/months/${encodeURIComponent(answer.made.id)}`);
  };
  return (
    <form className="panel filters" aria-label={t('sealMonth')} onSubmit={(event) => { event.preventDefault(); setProblem(''); if (isSure) void submit(); else setSure(true); }}>
      <label>{t('month')}<input className="board-input" type="month" required max={lastMonth()} value={month} onChange={(event) => { setMonth(event.target.value); setSure(false); }} /></label>
      <button type="submit" className="board-button" disabled={isBusy}>{isSure ? t('sealSure', { month }) : t('sealMonth')}</button>
      {isSure && <button type="button" className="board-button" disabled={isBusy} onClick={() => setSure(false)}>{t('shared:act.cancel')}</button>}
      {problem ? <p role="alert" className="board-problem">{problem}</p> : <p className="panel-note">{t('sealHint')}</p>}
    </form>
  );
}
