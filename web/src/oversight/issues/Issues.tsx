import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useTranslation } from 'react-i18next';
import { useData } from '../../core/data/useData';
import type { OverseenIssueFilter } from '../../core/schema.gen';
import { Choice } from '../../desk/Choice';
import { Page } from '../../desk/Page';
import { Pager, usePaging } from '../../desk/paging';
import { Nothing, States } from '../../desk/States';
import { IssueRows } from './IssueRows';
import { OverseenIssuePlacesDocument, OverseenIssuesDocument } from './issues.gen';
import { LEVELS, STATUSES } from './states';

const CLOCKS = ['OVERDUE', 'RED', 'YELLOW', 'GREEN'] as const;
const FILTERS = {
  community: parseAsString,
  status: parseAsStringLiteral([...STATUSES, 'ALL'] as const),
  clock: parseAsStringLiteral(CLOCKS),
  level: parseAsStringLiteral(LEVELS),
};

/** The issues of all communities in care, by what is due first; the address keeps what is asked for. */
export default function Issues() {
  const { t } = useTranslation('issues');
  const paging = usePaging();
  const [q, setQ] = useQueryStates(FILTERS, { history: 'push' });
  const places = useData(OverseenIssuePlacesDocument, {}, { policy: 'cache-first' });
  const filter: Partial<OverseenIssueFilter> = {
    communityId: q.community,
    statuses: q.status && q.status !== 'ALL' ? [q.status] : [],
    isOpen: q.status ? null : true,
    lamp: q.clock && q.clock !== 'OVERDUE' ? q.clock : null,
    isOverdue: q.clock === 'OVERDUE' || null,
    level: q.level,
  };
  const reading = useData(OverseenIssuesDocument, { ...paging.variables, filter: filter as OverseenIssueFilter });
  const change = (next: Parameters<typeof setQ>[0]): void => {
    paging.first();
    void setQ(next);
  };
  const communities = places.kind === 'data' ? places.data.oversight.communities.edges.map(({ node }) => ({ value: node.id, label: node.name })) : [];
  return (
    <Page title={t('title')} lead={t('lead')}>
      <section className="card flush" aria-label={t('title')}>
        <div className="filters" role="search" aria-label={t('shared:list.filters')}>
          <Choice label={t('community')} all={t('allCommunities')} width={180} value={q.community} options={communities} choose={(community) => change({ community })} />
          <Choice label={t('status')} all={t('stillOpen')} value={q.status} options={[...STATUSES.map((value) => ({ value, label: t(`statuses.${value}`) })), { value: 'ALL' as const, label: t('allStatuses') }]} choose={(status) => change({ status })} />
          <Choice label={t('clock')} all={t('allClocks')} value={q.clock} options={CLOCKS.map((value) => ({ value, label: value === 'OVERDUE' ? t('overdue') : t(`lamps.${value}`) }))} choose={(clock) => change({ clock })} />
          <Choice label={t('level')} all={t('allLevels')} value={q.level} options={LEVELS.map((value) => ({ value, label: t(`levels.${value}`) }))} choose={(level) => change({ level })} />
        </div>
        <States of={reading} rows={8} isEmpty={(data) => data.oversight.issues.totalCount === 0} empty={<Nothing title={t('none')} hint={t('noneHint')} />}>
          {({ oversight: { issues } }) => (
            <>
              <IssueRows of={issues.edges.map((edge) => edge.node)} label={t('title')} />
              <Pager paging={paging} found={issues} />
            </>
          )}
        </States>
      </section>
    </Page>
  );
}
