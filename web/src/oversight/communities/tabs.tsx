import { useTranslation } from 'react-i18next';
import type { ReactNode } from 'react';
import { useData, type Reading } from '../../core/data/useData';
import type { NoticeFilter, OverseenActivityFilter, OverseenCouncilFilter, OverseenIssueFilter, OverseenPollFilter } from '../../core/schema.gen';
import { NoticeCard } from '../../desk/notices/NoticeCard';
import { Pager, usePaging, type Connection } from '../../desk/paging';
import { Nothing, States } from '../../desk/States';
import { IssueRows } from '../issues/IssueRows';
import { OverseenIssuesDocument } from '../issues/issues.gen';
import { BranchNoticesDocument } from '../notices/notices.gen';
import { ActivityRows } from './ActivityRows';
import { OverseenActivitiesDocument, OverseenCouncilsDocument, OverseenPollsDocument } from './communities.gen';
import { CouncilRows, PollRows } from './Deliberation';

interface Listed<Data, Row> {
  of: Reading<Data>;
  pick: (data: Data) => Connection<Row>;
  paging: ReturnType<typeof usePaging>;
  children: (rows: readonly Row[]) => ReactNode;
}

function List<Data, Row>({ of, pick, paging, children }: Listed<Data, Row>) {
  const { t } = useTranslation('communities');
  return (
    <States of={of} rows={6} isEmpty={(data) => pick(data).totalCount === 0} empty={<section className="card"><Nothing title={t('nothingYet')} hint={null} /></section>}>
      {(data) => (
        <section className="card flush">
          {children(pick(data).edges.map((edge) => edge.node))}
          <Pager paging={paging} found={pick(data)} />
        </section>
      )}
    </States>
  );
}

interface Of {
  communityId: string;
}

export function IssueTab({ communityId }: Of) {
  const { t } = useTranslation('communities');
  const paging = usePaging();
  const filter: Partial<OverseenIssueFilter> = { communityId, statuses: [], isOpen: true };
  const reading = useData(OverseenIssuesDocument, { ...paging.variables, filter: filter as OverseenIssueFilter });
  return <List of={reading} pick={(data) => data.oversight.issues} paging={paging}>{(rows) => <IssueRows of={rows} label={t('tabs.issues')} withPlace={false} />}</List>;
}

export function CouncilTab({ communityId }: Of) {
  const { t } = useTranslation('communities');
  const paging = usePaging();
  const filter: Partial<OverseenCouncilFilter> = { communityId, statuses: [] };
  const reading = useData(OverseenCouncilsDocument, { ...paging.variables, filter: filter as OverseenCouncilFilter });
  return <List of={reading} pick={(data) => data.oversight.councils} paging={paging}>{(rows) => <CouncilRows of={rows} label={t('tabs.councils')} />}</List>;
}

export function PollTab({ communityId }: Of) {
  const { t } = useTranslation('communities');
  const paging = usePaging();
  const filter: Partial<OverseenPollFilter> = { communityId, statuses: [] };
  const reading = useData(OverseenPollsDocument, { ...paging.variables, filter: filter as OverseenPollFilter });
  return <List of={reading} pick={(data) => data.oversight.polls} paging={paging}>{(rows) => <PollRows of={rows} label={t('tabs.polls')} />}</List>;
}

export function ActivityTab({ communityId }: Of) {
  const { t } = useTranslation('communities');
  const paging = usePaging();
  const filter: Partial<OverseenActivityFilter> = { communityId, kinds: [] };
  const reading = useData(OverseenActivitiesDocument, { ...paging.variables, filter: filter as OverseenActivityFilter });
  return <List of={reading} pick={(data) => data.oversight.activities} paging={paging}>{(rows) => <ActivityRows of={rows} label={t('tabs.activities')} />}</List>;
}

export function NoticeTab({ communityId }: Of) {
  const { t } = useTranslation('communities');
  const paging = usePaging();
  const filter: Partial<NoticeFilter> = { communityId, states: [], overdueOnly: false, risenOnly: false };
  const reading = useData(BranchNoticesDocument, { ...paging.variables, filter: filter as NoticeFilter });
  return (
    <States of={reading} rows={6} isEmpty={(data) => data.supervisionNotices.totalCount === 0} empty={<section className="card"><Nothing title={t('nothingYet')} hint={null} /></section>}>
      {(data) => (
        <>
          <div className="stack">{data.supervisionNotices.edges.map(({ node }) => <NoticeCard key={node.id} notice={node} />)}</div>
          <Pager paging={paging} found={data.supervisionNotices} />
        </>
      )}
    </States>
  );
}
