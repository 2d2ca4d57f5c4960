import { FolderAddOutlined } from '@ant-design/icons';
import { Button, Checkbox, Segmented, Select } from 'antd';
import { parseAsBoolean, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useData } from '../../core/data/useData';
import { separator } from '../../core/format';
import type { CaseFilter, CasePhase, RiskLevel } from '../../core/schema.gen';
import { dialog } from '../../desk/afresh';
import { ConnectionTable } from '../../desk/ConnectionTable';
import { Page } from '../../desk/Page';
import { usePaging } from '../../desk/paging';
import { Nothing } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { CasesDocument, type CaseRowFragment } from './casework.gen';
import { DueDay } from './DueDay';
import { PHASES, RISK_TONES, RISKS } from './tones';
import './casework.css';

const OpenCaseModal = dialog(() => import('./OpenCaseModal'));
const WHOSE = ['mine', 'all'] as const;
const STATES = ['OPEN', 'CLOSED', 'ALL'] as const;
const FILTERS = { whose: parseAsStringLiteral(WHOSE).withDefault('mine'), status: parseAsStringLiteral(STATES).withDefault('OPEN'), phase: parseAsStringLiteral(PHASES), risk: parseAsStringLiteral(RISKS), overdue: parseAsBoolean.withDefault(false) };

function Whose({ row }: { row: CaseRowFragment }) {
  const { t } = useTranslation('casework');
  return (
    <span className="who">
      <Link to={`/cases/${encodeURIComponent(row.id)}`}>{row.code}</Link>
      <small>{row.resident?.name ?? t('nameHidden')}</small>
    </span>
  );
}

export default function Cases() {
  const { t } = useTranslation('casework');
  const paging = usePaging();
  const [isOpening, setIsOpening] = useState(false);
  const [q, setQ] = useQueryStates(FILTERS, { history: 'push' });
  const filter: Partial<CaseFilter> = { isMine: q.whose === 'mine' ? true : null, status: q.status === 'ALL' ? null : q.status, phase: q.phase, risk: q.risk, isOverdue: q.overdue || null };
  const reading = useData(CasesDocument, { ...paging.variables, filter: filter as CaseFilter });
  const change = (next: Parameters<typeof setQ>[0]): void => {
    paging.first();
    void setQ(next);
  };
  return (
    <Page title={t('title')} lead={t('lead')} acts={<Button type="primary" icon={<FolderAddOutlined />} onClick={() => setIsOpening(true)}>{t('open.title')}</Button>}>
      <section className="card flush" aria-label={t('title')}>
        <div className="filters" role="search" aria-label={t('shared:list.filters')}>
          <Segmented value={q.whose} onChange={(whose) => change({ whose })} options={WHOSE.map((value) => ({ value, label: t(`whose.${value}`) }))} />
          <Select aria-label={t('status')} style={{ width: 120 }} value={q.status} onChange={(status) => change({ status })} options={STATES.map((value) => ({ value, label: t(`states.${value}`) }))} />
          <Select aria-label={t('phase')} style={{ width: 130 }} value={q.phase ?? ''} onChange={(phase) => change({ phase: (phase || null) as CasePhase | null })} options={[{ value: '', label: t('allPhases') }, ...PHASES.map((value) => ({ value, label: t(`phases.${value}`) }))]} />
          <Select aria-label={t('risk')} style={{ width: 130 }} value={q.risk ?? ''} onChange={(risk) => change({ risk: (risk || null) as RiskLevel | null })} options={[{ value: '', label: t('allRisks') }, ...RISKS.map((value) => ({ value, label: t(`risks.${value}`) }))]} />
          <Checkbox checked={q.overdue} onChange={(event) => change({ overdue: event.target.checked || null })}>{t('onlyLate')}</Checkbox>
        </div>
        <ConnectionTable
          label={t('title')}
          of={reading}
          connection={(data) => data.cases}
          paging={paging}
          width={980}
          empty={<Nothing title={t('empty')} hint={t(q.whose === 'mine' ? 'emptyMine' : 'emptyAll')} />}
          columns={[
            { title: t('case'), render: (_, row) => <Whose row={row} /> },
            { title: t('area'), width: 110, render: (_, row) => row.area && t(`areas.${row.area}`) },
            { title: t('place'), width: 200, ellipsis: true, render: (_, row) => [row.community?.name, row.station?.name].filter(Boolean).join(' · ') },
            { title: t('workers'), width: 130, ellipsis: true, render: (_, row) => (row.reach === 'EXISTS' ? <span className="muted">{t('existsOnly')}</span> : row.workers.map((one) => one.name).join(separator()) || t('nobody')) },
            { title: t('phase'), width: 150, render: (_, row) => row.phase && <Phase of={row.phase} isClosed={row.status === 'CLOSED'} /> },
            { title: t('risk'), width: 90, render: (_, row) => row.risk && <Tag tone={RISK_TONES[row.risk]}>{t(`risks.${row.risk}`)}</Tag> },
            { title: t('due'), width: 200, render: (_, row) => (row.reach === 'EXISTS' ? null : <DueDay on={row.dueOn} />) },
          ]}
        />
      </section>
      <OpenCaseModal open={isOpening} onClose={() => setIsOpening(false)} />
    </Page>
  );
}

/** A phase among the six: how many are behind, and its name. */
export function Phase({ of, isClosed = false }: { of: CasePhase; isClosed?: boolean }) {
  const { t } = useTranslation('casework');
  const at = PHASES.indexOf(of);
  return (
    <span className="phase">
      <span className="pips" aria-hidden>{PHASES.map((one, index) => <i key={one} className={isClosed || index < at ? 'past' : index === at ? 'now' : ''} />)}</span>
      {t(isClosed ? 'states.CLOSED' : `phases.${of}`)}
    </span>
  );
}
