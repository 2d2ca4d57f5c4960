import { Button, Tabs } from 'antd';
import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useMay } from '../../core/auth/useSession';
import { useData } from '../../core/data/useData';
import { FOREVER, date, number, percent } from '../../core/format';
import { dialog } from '../../desk/afresh';
import { Missing } from '../../desk/Missing';
import { Page } from '../../desk/Page';
import { States } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { OverseenCommunityDocument, type OverseenFragment } from './communities.gen';
import { LampBar } from './LampBar';
import { NoticeState } from './NoticeState';
import { ActivityTab, CouncilTab, IssueTab, NoticeTab, PollTab } from './tabs';
import './communities.css';

const IssueModal = dialog(() => import('../notices/IssueModal'));
const TABS = ['issues', 'councils', 'polls', 'activities', 'notices'] as const;
const PLACE = { tab: parseAsStringLiteral(TABS).withDefault('issues'), page: parseAsInteger, after: parseAsString };

/** One community in care: how it stands, and its issues, councils, polls, activities and notices. */
export default function Community() {
  const { id = '' } = useParams();
  const reading = useData(OverseenCommunityDocument, { id });
  return (
    <States of={reading} rows={8}>
      {(data) => (data.node && 'issueFigures' in data.node ? <Shown of={data.node} again={reading.again} /> : <Missing />)}
    </States>
  );
}

function Shown({ of, again }: { of: OverseenFragment; again: () => void }) {
  const { t } = useTranslation('communities');
  const may = useMay();
  const [at, setAt] = useQueryStates(PLACE, { history: 'push' });
  const [isIssuing, setIsIssuing] = useState(false);
  const [round, setRound] = useState(0);
  const tabs = { issues: <IssueTab communityId={of.id} />, councils: <CouncilTab communityId={of.id} />, polls: <PollTab communityId={of.id} />, activities: <ActivityTab communityId={of.id} />, notices: <NoticeTab key={round} communityId={of.id} /> };
  return (
    <Page
      title={of.name}
      lead={[of.operatorName, of.governanceMode ? t(`shared:governance.${of.governanceMode}`) : t('unset'), of.address].filter(Boolean).join(' · ')}
      crumbs={[{ to: '/communities', label: t('menu') }]}
      acts={may('party:issue_notice') && <Button type="primary" onClick={() => setIsIssuing(true)}>{t('notices:issue')}</Button>}
    >
      <Standing of={of} />
      <Tabs activeKey={at.tab} destroyOnHidden onChange={(next) => void setAt({ tab: TABS.find((one) => one === next) ?? 'issues', page: null, after: null })} items={TABS.map((key) => ({ key, label: t(`tabs.${key}`), children: tabs[key] }))} />
      {isIssuing && <IssueModal about={{ communityId: of.id }} onClose={() => setIsIssuing(false)} onDone={() => { setIsIssuing(false); setRound(round + 1); again(); }} />}
    </Page>
  );
}

function Standing({ of }: { of: OverseenFragment }) {
  const { t } = useTranslation('communities');
  const { issueFigures: issues, occupancy, cover } = of;
  return (
    <dl className="standing">
      <div className="figure"><dt>{t('issues')}</dt><dd>{number(issues.open)}</dd><dd><LampBar of={issues} /></dd></div>
      <div className={issues.overdue > 0 ? 'figure bad' : 'figure'}><dt>{t('overdueIssues')}</dt><dd>{number(issues.overdue)}</dd><dd><p>{t('escalated', { count: issues.escalated, replace: { count: number(issues.escalated) } })}</p></dd></div>
      <div className="figure"><dt>{t('solvedLately')}</dt><dd>{number(issues.solvedLately)}</dd><dd><p>{t('inThirtyDays')}</p></dd></div>
      <div className="figure"><dt>{t('occupancy')}</dt><dd>{occupancy ? percent(occupancy.rate) : t('unset')}</dd><dd>{occupancy && <p>{t('bedsOf', { occupied: number(occupancy.bedsOccupied), beds: number(occupancy.beds), residents: number(occupancy.residents) })}</p>}</dd></div>
      <div className="figure">
        <dt>{t('cover')}</dt>
        <dd style={{ fontSize: 15, lineHeight: 1.5 }}>{cover?.organisation?.name ?? <Tag tone="bad">{t('uncovered')}</Tag>}</dd>
        <dd>{cover && <p>{cover.endsOn === FOREVER ? t('since', { date: date(cover.startsOn) }) : t('until', { date: date(cover.endsOn) })}</p>}<NoticeState of={of} /></dd>
      </div>
    </dl>
  );
}
