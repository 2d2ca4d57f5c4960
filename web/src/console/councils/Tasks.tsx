import { Segmented } from 'antd';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useData } from '../../core/data/useData';
import { dialog } from '../../desk/afresh';
import { Page } from '../../desk/Page';
import { Pager, usePaging } from '../../desk/paging';
import { Nothing, States } from '../../desk/States';
import { CommunitySelect } from '../housing/CommunitySelect';
import { useCommunityFilter } from '../housing/usePlaces';
import { CouncilTasksDocument, type TaskRowFragment } from './councils.gen';
import { TaskLine } from './TaskLine';

const TaskModal = dialog(() => import('./TaskModal'));
const VIEWS = ['late', 'open', 'all'] as const;
const FILTERS = { late: { isLate: true }, open: { isOpen: true }, all: {} };

export default function Tasks() {
  const { t } = useTranslation('councils');
  const paging = usePaging();
  const { communities, id: communityId, setId } = useCommunityFilter();
  const [view, setView] = useQueryState('view', parseAsStringLiteral(VIEWS).withDefault('open').withOptions({ history: 'push' }));
  const [open, setOpen] = useState<{ act: 'report' | 'complete'; task: TaskRowFragment } | null>(null);
  const reading = useData(CouncilTasksDocument, { ...paging.variables, filter: { ...FILTERS[view], communityId } });
  return (
    <Page title={t('tasks')} lead={t('tasksLead')}>
      <section className="card flush" aria-label={t('tasks')}>
        <div className="filters" role="search" aria-label={t('shared:list.filters')}>
          <Segmented value={view} onChange={(next) => { paging.first(); void setView(next); }} options={VIEWS.map((one) => ({ value: one, label: t(`taskFilters.${one}`) }))} />
          <CommunitySelect communities={communities} value={communityId} onChange={(id) => { paging.first(); void setId(id); }} />
        </div>
        <States of={reading} isEmpty={(data) => data.councilTasks.edges.length === 0} empty={<Nothing title={t('none')} hint={null} />}>
          {(data) => (
            <>
              <ul className="plain-list rows" style={{ padding: '0 20px' }}>
                {data.councilTasks.edges.map(({ node }) => (
                  <li key={node.id} style={{ display: 'block' }}>
                    {node.council && <small className="muted"><Link to={`/councils/${node.council.id}`}>{node.council.title}</Link>{` · ${node.council.community?.name ?? ''}`}</small>}
                    <ul className="plain-list rows"><TaskLine task={node} onAct={(act) => setOpen({ act, task: node })} /></ul>
                  </li>
                ))}
              </ul>
              <Pager paging={paging} found={data.councilTasks} />
            </>
          )}
        </States>
      </section>
      <TaskModal open={open} onClose={() => setOpen(null)} onDone={() => { setOpen(null); reading.again(); }} />
    </Page>
  );
}
