import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useData } from '../../core/data/useData';
import { FOREVER, dayTime } from '../../core/format';
import { TodayCard } from '../../desk/TodayCard';
import { Tag } from '../../desk/Tag';
import { DueDay } from './DueDay';
import { CasesOfTodayDocument, type CasesOfTodayQuery } from './casework.gen';

const SHOWN = 6;

/** The day's list of a social worker: who asked, then one's own cases by the day on which something is owed. */
export default function TodayCases() {
  const { t } = useTranslation('casework');
  const reading = useData(CasesOfTodayDocument, {});
  const lines = (data: CasesOfTodayQuery) => [
    ...data.helpRequests.edges.map(({ node }) => (
      <li key={node.id}>
        <span className="who grow"><Link to="/help-requests">{t('today.asks', { name: node.resident?.name ?? t('erased') })}</Link><small className="num">{dayTime(node.askedAt)}</small></span>
        <Tag tone={node.isUrgent ? 'bad' : 'warn'}>{t(node.isUrgent ? 'help.urgent' : 'help.states.ASKED')}</Tag>
      </li>
    )),
    ...data.cases.edges
      .map(({ node }) => node)
      .toSorted((a, b) => (a.dueOn ?? FOREVER).localeCompare(b.dueOn ?? FOREVER))
      .slice(0, SHOWN)
      .map((one) => (
        <li key={one.id}>
          <span className="who grow"><Link to={`/cases/${encodeURIComponent(one.id)}`}>{one.code}</Link><small>{[one.resident?.name, one.phase && t(`phases.${one.phase}`)].filter(Boolean).join(' · ')}</small></span>
          <DueDay on={one.dueOn} />
        </li>
      )),
  ];
  return <TodayCard title={t('today.title')} of={reading} total={(data) => data.cases.totalCount + data.helpRequests.totalCount} all="/my-work" empty={t('today.none')} lines={lines} />;
}
