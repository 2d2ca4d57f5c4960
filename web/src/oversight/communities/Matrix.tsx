import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { number, percent } from '../../core/format';
import { Tag } from '../../desk/Tag';
import type { OverseenFragment } from './communities.gen';
import { LampBar } from './LampBar';
import { NoticeState } from './NoticeState';
import './communities.css';

const HEADS = ['name', 'occupancy', 'issues', 'overdueIssues', 'notices'] as const;

/** The communities one beneath another, each with what a supervisor asks of it first. */
export function Matrix({ of, label }: { of: readonly OverseenFragment[]; label: string }) {
  const { t } = useTranslation('communities');
  return (
    <div className="matrix">
      <div className="matrix-head" aria-hidden="true">{HEADS.map((head) => <span key={head}>{t(head)}</span>)}</div>
      <ul className="plain-list" aria-label={label}>
        {of.map((one) => <Row key={one.id} of={one} />)}
      </ul>
    </div>
  );
}

function Row({ of }: { of: OverseenFragment }) {
  const { t } = useTranslation('communities');
  const { issueFigures: issues, occupancy } = of;
  return (
    <li>
      <span className="who">
        <Link to={`/communities/${of.id}`}>{of.name}</Link>
        <small>{[of.operatorName, of.governanceMode ? t(`shared:governance.${of.governanceMode}`) : t('unset')].filter(Boolean).join(' · ')}</small>
        {of.cover?.organisation ? <small>{of.cover.organisation.name}</small> : <Tag tone="bad">{t('uncovered')}</Tag>}
        {of.gaps.length > 0 && <span className="gaps">{of.gaps.map((gap) => <Tag key={gap} tone="warn">{t(`gaps.${gap}`)}</Tag>)}</span>}
      </span>
      <span className="living">
        {occupancy && (
          <>
            <span className="num"><span className="cell-name">{t('occupancy')}</span> <b>{percent(occupancy.rate)}</b> <small className="muted">{t('people', { count: occupancy.residents, replace: { count: number(occupancy.residents) } })}</small></span>
            <span className="bar" aria-hidden="true"><span style={{ width: percent(occupancy.rate) }} /></span>
          </>
        )}
      </span>
      <span className="open">
        <span className="num"><span className="cell-name">{t('issues')}</span> <b>{number(issues.open)}</b></span>
        <LampBar of={issues} />
      </span>
      <span className="num late">
        <span className="cell-name">{t('overdueIssues')}</span>
        {issues.overdue > 0 ? <Tag tone="bad">{t('lateIssues', { count: issues.overdue, replace: { count: number(issues.overdue) } })}</Tag> : <span className="muted">{t('noneLate')}</span>}
        {issues.escalated > 0 && <small className="muted">{t('escalated', { count: issues.escalated, replace: { count: number(issues.escalated) } })}</small>}
      </span>
      <span className="owed"><span className="cell-name">{t('notices')}</span> <NoticeState of={of} /></span>
    </li>
  );
}
