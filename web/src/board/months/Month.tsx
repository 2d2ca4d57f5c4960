import { useState } from 'react';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { useMay } from '../../core/auth/useSession';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { date, dateTime } from '../../core/format';
import { Frame } from '../parts/Frame';
import { Panel } from '../parts/Panel';
import { signed, write } from '../parts/written';
import { BoardMonthDocument, RestateMonthDocument, type BoardMonthQuery } from './months.gen';

type Sealed = Extract<NonNullable<BoardMonthQuery['node']>, { figures: unknown }>;
const GROUPINGS = ['DISTRICT', 'SUBDISTRICT', 'OPERATOR', 'MODE', 'PRODUCT_TYPE', 'GRID'] as const;
const MONTH = 7;

/** A month as it was sealed, or a restatement of it, with what that corrects. */
export default function Month() {
  const { t } = useTranslation('months');
  const { id = '' } = useParams();
  const [by, setBy] = useQueryState('by', parseAsStringLiteral(GROUPINGS).withDefault('DISTRICT').withOptions({ history: 'push' }));
  const reading = useData(BoardMonthDocument, { id, by });
  const found = reading.kind === 'data' && reading.data.node && 'figures' in reading.data.node ? reading.data.node : null;
  const what = found && (found.restatement === 0 ? t('seal') : t('restatement', { number: found.restatement }));
  return (
    <Frame title={found ? t('of', { month: found.month.slice(0, MONTH), what }) : t('title')}>
      <div className="stack">
        <Panel title={t('what')} of={reading} isEmpty={() => !found}>{() => found && <Facts of={found} />}</Panel>
        {found && found.restatement > 0 && <Panel title={t('changes')} of={reading} aside={t('changed', { count: found.changes.length })}>{() => <Changes of={found} />}</Panel>}
        {found && <Restate of={found} />}
        <Panel
          title={t('figures')}
          of={reading}
          isEmpty={() => !found?.figures.length}
          aside={<label className="board-select">{t('figures:by')} <select value={by} onChange={(event) => void setBy(event.target.value as (typeof GROUPINGS)[number])}>{GROUPINGS.map((one) => <option key={one} value={one}>{t(`figures:groupings.${one}`)}</option>)}</select></label>}
        >
          {() => found && <Figures of={found} />}
        </Panel>
      </div>
    </Frame>
  );
}

function Facts({ of }: { of: Sealed }) {
  const { t } = useTranslation('months');
  return (
    <dl className="facts">
      <dt>{t('asOf')}</dt><dd>{date(of.asOf)}</dd>
      <dt>{t('sealedAt')}</dt><dd>{dateTime(of.sealedAt)}</dd>
      {of.reason && <><dt>{t('reason')}</dt><dd>{of.reason}</dd></>}
      <dt>{t('chain')}</dt><dd><span className="tag">{t(of.isIntact ? 'intact' : 'broken')}</span> {t('position', { number: of.position })}</dd>
      <dt>{t('hash')}</dt><dd><code className="hash">{of.hash}</code></dd>
      <dt>{t('before')}</dt><dd><code className="hash">{of.before}</code></dd>
    </dl>
  );
}

function Changes({ of }: { of: Sealed }) {
  const { t } = useTranslation('months');
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t('changes')}>
      <table className="board-table">
        <thead><tr><th scope="col">{t('figures:name')}</th><th scope="col">{t('whose')}</th><th scope="col">{t('figures:part')}</th><th scope="col" className="end">{t('was')}</th><th scope="col" className="end">{t('now')}</th><th scope="col" className="end">{t('overview:change')}</th></tr></thead>
        <tbody>
          {of.changes.map(({ measure, group, values, was, now }) => (
            <tr key={[measure.code, group.key, ...values].join()}>
              <th scope="row">{measure.name}</th>
              <td>{group.name}</td>
              <td>{values.join(' · ')}</td>
              <td className="end">{was === null ? '—' : write(was, measure.unit.code)}</td>
              <td className="end">{now === null ? '—' : write(now, measure.unit.code)}</td>
              <td className="end">{was !== null && now !== null ? signed(now - was, measure.unit.code) : ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Figures({ of }: { of: Sealed }) {
  const { t } = useTranslation('months');
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t('figures')}>
      <table className="board-table">
        <thead><tr><th scope="col">{t('whose')}</th><th scope="col">{t('figures:name')}</th><th scope="col">{t('figures:part')}</th><th scope="col" className="end">{t('figures:value')}</th><th scope="col">{t('figures:unit')}</th><th scope="col">{t('figures:definition')}</th></tr></thead>
        <tbody>
          {of.figures.map(({ measure, group, values, value }) => (
            <tr key={[group.key, measure.code, ...values].join()}>
              <td>{group.name}</td>
              <th scope="row">{measure.name}</th>
              <td>{values.join(' · ')}</td>
              <td className="end">{value === null ? '—' : write(value, measure.unit.code)}</td>
              <td>{measure.unit.name}</td>
              <td className="wrap">{values.length === 0 && measure.definition}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Restate({ of }: { of: Sealed }) {
  const { t } = useTranslation('months');
  const may = useMay();
  const go = useNavigate();
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState('');
  const [restate, isBusy] = useAct(RestateMonthDocument);
  if (!may('dashboard:seal')) return null;
  const submit = async (): Promise<void> => {
    setProblem('');
    const answer = await restate({ input: { month: of.month, reason } });
    if (!answer.ok) return setProblem(answer.problem.message);
    setReason('');
    void go(`/months/${encodeURIComponent(answer.made.id)}`);
  };
  return (
    <form className="panel filters" aria-label={t('restate')} onSubmit={(event) => { event.preventDefault(); void submit(); }}>
      <label className="grow">{t('restateWhy')}<input className="board-input" required maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} /></label>
      <button type="submit" className="board-button" disabled={isBusy}>{t('restate')}</button>
      {problem ? <p role="alert" className="board-problem">{problem}</p> : <p className="panel-note">{t('restateHint')}</p>}
    </form>
  );
}
