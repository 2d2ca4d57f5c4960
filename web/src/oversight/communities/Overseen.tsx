import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useData } from '../../core/data/useData';
import { number } from '../../core/format';
import { States } from '../../desk/States';
import { OverseenSummaryDocument, type OverseenSummaryQuery } from './communities.gen';
import { LampBar } from './LampBar';
import { Matrix } from './Matrix';
import './communities.css';

type Oversight = OverseenSummaryQuery['oversight'];

/** The branch's communities on one page: how they stand in numbers, and each by itself, the most pressing first. */
export default function Overseen() {
  const { t } = useTranslation('communities');
  const reading = useData(OverseenSummaryDocument, {});
  return (
    <States of={reading} rows={8}>
      {({ oversight }) => (
        <div className="stack">
          <Standing of={oversight} />
          <section className="card flush" aria-labelledby="in-care">
            <div className="card-head"><h2 id="in-care" className="grow">{t('each')}</h2><Link to="/communities">{t('all')}</Link></div>
            <div style={{ height: 12 }} />
            <Matrix label={t('title')} of={oversight.communities.edges.map((edge) => edge.node).toSorted((a, b) => pressure(b) - pressure(a))} />
            <div className="lacking">
              <h3>{t('gapsTitle')}</h3>
              {oversight.coverage.gaps.length === 0 ? <p className="muted">{t('noGaps')}</p> : (
                <ul className="modes" aria-label={t('gapsTitle')}>
                  {oversight.coverage.gaps.map((one) => <li key={one.gap}><Link to={`/communities?gap=${one.gap}`}>{t(`gaps.${one.gap}`)}</Link> <b>{number(one.communities)}</b></li>)}
                </ul>
              )}
            </div>
            <ul className="modes" aria-label={t('byMode')}>
              {oversight.coverage.modes.map((one) => <li key={one.mode}>{t(`shared:governance.${one.mode}`)} <b>{number(one.communities)}</b></li>)}
            </ul>
          </section>
        </div>
      )}
    </States>
  );
}

const NOTICE_WEIGHT = 1000;

const pressure = (of: Oversight['communities']['edges'][number]['node']): number => of.overdueNotices * NOTICE_WEIGHT + of.issueFigures.overdue;

function Standing({ of }: { of: Oversight }) {
  const { t } = useTranslation('communities');
  const { issueFigures: issues, coverage } = of;
  return (
    <dl className="standing">
      <Figure label={t('issues')} to="/issues" value={issues.open} more={<LampBar of={issues} />} />
      <Figure label={t('overdueIssues')} to="/issues?clock=OVERDUE" value={issues.overdue} isBad={issues.overdue > 0} more={<p>{t('escalated', { count: issues.escalated, replace: { count: number(issues.escalated) } })}</p>} />
      <Figure label={t('solvedLately')} to="/issues?status=ALL" value={issues.solvedLately} more={<p>{t('inThirtyDays')}</p>} />
      <Figure label={t('lateNotices')} to="/notices?show=overdue" value={of.late.totalCount} isBad={of.late.totalCount > 0} more={<p>{t('risesToDistrict')}</p>} />
      <Figure label={t('communities')} to="/communities" value={coverage.communities} more={<p>{t('across', { operators: number(coverage.operators), organisations: number(coverage.organisations) })}{coverage.endingSoon > 0 && ` · ${t('endingSoon', { count: coverage.endingSoon })}`}</p>} />
    </dl>
  );
}

function Figure({ label, to, value, isBad = false, more }: { label: string; to: string; value: number; isBad?: boolean; more: ReactNode }) {
  return (
    <div className={isBad ? 'figure bad' : 'figure'}>
      <dt><Link to={to}>{label}</Link></dt>
      <dd>{number(value)}</dd>
      <dd>{more}</dd>
    </div>
  );
}
