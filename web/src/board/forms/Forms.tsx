import { Fragment, useState } from 'react';
import { parseAsString, useQueryState } from 'nuqs';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useData } from '../../core/data/useData';
import { date, isoDay } from '../../core/format';
import { Exports } from '../parts/Exports';
import { Frame } from '../parts/Frame';
import { Panel } from '../parts/Panel';
import { write } from '../parts/written';
import { BoardFormsDocument, type BoardFormsQuery } from './forms.gen';

type Form = BoardFormsQuery['district']['forms'][number];
type Line = Form['lines'][number];
const MONTH = 7;

/** The district's monthly forms, filled from the ledger: every cell tells where it comes from. */
export default function Forms() {
  const { t } = useTranslation('forms');
  const [month, setMonth] = useQueryState('month', parseAsString.withOptions({ history: 'push' }));
  const reading = useData(BoardFormsDocument, { month: month ? `${month}-01` : null });
  return (
    <Frame title={t('title')} lead={t('lead')}>
      <div className="filters" role="search" aria-label={t('shared:list.filters')}>
        <label>{t('month')}<input className="board-input" type="month" max={isoDay().slice(0, MONTH)} value={month ?? ''} onChange={(event) => void setMonth(event.target.value || null)} /></label>
      </div>
      <div className="stack">
        {reading.kind !== 'data' && <Panel title={t('title')} of={reading}>{() => null}</Panel>}
        {reading.kind === 'data' && reading.data.district.forms.map((form) => (
          <Panel key={form.code} title={form.name} of={reading} aside={t(form.isMonthOver ? 'whole' : 'soFar', { date: date(form.asOf) })}>{() => <Filled form={form} />}</Panel>
        ))}
      </div>
    </Frame>
  );
}

function Filled({ form }: { form: Form }) {
  const { t } = useTranslation('forms');
  const [open, setOpen] = useState('');
  const groups = form.lines[0]?.cells.map((cell) => cell.group) ?? [];
  return (
    <>
      <Exports of={{ form: form.code, asOf: form.asOf }} what={form.name} />
      <p className="panel-note">{form.seal ? t('sealed', { hash: form.seal.slice(0, 16) }) : t('unsealed')}</p>
      <div className="scroll" tabIndex={0} role="region" aria-label={form.name}>
        <table className="board-table">
          <thead><tr><th scope="col">{t('number')}</th><th scope="col">{t('line')}</th>{groups.map((group) => <th key={group.key} scope="col" className="end">{group.name}</th>)}</tr></thead>
          <tbody>
            {form.lines.map((line) => (
              <Fragment key={line.number}>
                <tr>
                  <td>{line.number}</td>
                  <th scope="row" style={{ paddingInlineStart: `${0.6 + depth(line)}em` }}>
                    <button type="button" className="as-text" aria-expanded={open === line.number} onClick={() => setOpen(open === line.number ? '' : line.number)}>{line.name.trim()}</button>
                  </th>
                  {line.cells.map((cell) => <td key={cell.group.key} className="end" title={sourceOf(line)}>{cell.value === null ? '—' : write(cell.value, line.measure.unit.code)}</td>)}
                </tr>
                {open === line.number && <tr><td colSpan={groups.length + 2} className="wrap"><Source line={line} /></td></tr>}
              </Fragment>
            ))}
          </tbody>
        </table>
      </div>
      <p className="panel-note">{t('hint')}</p>
    </>
  );
}

/** How far a line is set in: 1.1.2 stands beneath 1.1. */
const depth = (line: Line): number => line.number.split('.').length - 1;
const sourceOf = (line: Line): string => `${[line.measure.code, ...line.values].join(' | ')} · ${line.measure.source}`;

function Source({ line }: { line: Line }) {
  const { t } = useTranslation('forms');
  return (
    <dl className="facts">
      <dt>{t('measure')}</dt><dd><Link to={`/figures/${line.measure.code}`}>{line.measure.name}</Link>{line.values.length > 0 && ` · ${line.values.join(' · ')}`}</dd>
      <dt>{t('taken')}</dt><dd>{t(line.isOfMonth ? 'ofMonth' : 'onDay')}</dd>
      <dt>{t('figures:definition')}</dt><dd>{line.measure.definition}</dd>
      <dt>{t('figures:source')}</dt><dd>{line.measure.source}</dd>
    </dl>
  );
}
