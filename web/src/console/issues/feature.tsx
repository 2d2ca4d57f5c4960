import { EnvironmentOutlined, ScheduleOutlined, ToolOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Feature } from '../../core/features';

const needs = 'issues:view';

export const feature: Feature = {
  pages: [
    { path: 'issues', page: lazy(() => import('./Issues')), needs, menu: { label: 'issues:menu', icon: <ToolOutlined />, group: 'work', order: 20 } },
    { path: 'issues/:id', page: lazy(() => import('./Issue')), needs },
    { path: 'issue-map', page: lazy(() => import('./Places')), needs, menu: { label: 'issues:mapMenu', icon: <EnvironmentOutlined />, group: 'work', order: 30 } },
    { path: 'patrols', page: lazy(() => import('./Patrols')), needs: 'issues:patrol', menu: { label: 'issues:patrolMenu', icon: <ScheduleOutlined />, group: 'work', order: 40 } },
  ],
  today: [{ card: lazy(() => import('./DueFirst')), needs, order: 20 }],
};
