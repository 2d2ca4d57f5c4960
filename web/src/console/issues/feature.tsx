import { AuditOutlined, CalendarOutlined, EnvironmentOutlined, ScheduleOutlined, ToolOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Feature } from '../../core/features';
import { issueNotices } from '../../core/inbox/issues';

const needs = 'issues:view';

export const feature: Feature = {
  pages: [
    { path: 'issues', page: lazy(() => import('./Issues')), needs, menu: { label: 'issues:menu', icon: <ToolOutlined />, group: 'work', order: 20 } },
    { path: 'issues/:id', page: lazy(() => import('./Issue')), needs },
    { path: 'issue-map', page: lazy(() => import('./Places')), needs, menu: { label: 'issues:mapMenu', icon: <EnvironmentOutlined />, group: 'work', order: 30 } },
    { path: 'issue-repeats', page: lazy(() => import('./Repeats')), needs: 'issues:report_figures', menu: { label: 'issues:repeatMenu', icon: <AuditOutlined />, group: 'work', order: 35 } },
    { path: 'patrols', page: lazy(() => import('./Patrols')), needs: 'issues:patrol', menu: { label: 'issues:patrolMenu', icon: <ScheduleOutlined />, group: 'work', order: 40 } },
    { path: 'patrols/:id', page: lazy(() => import('./Round')), needs: 'issues:patrol' },
    { path: 'planned-works', page: lazy(() => import('./Works')), needs, menu: { label: 'issues:worksMenu', icon: <CalendarOutlined />, group: 'work', order: 45 } },
  ],
  today: [{ card: lazy(() => import('./DueFirst')), needs, order: 20 }],
  notices: issueNotices,
};
