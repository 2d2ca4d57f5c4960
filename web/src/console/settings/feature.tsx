import { KeyOutlined, ScheduleOutlined, SolutionOutlined, ToolOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Feature } from '../../core/features';

export const feature: Feature = {
  pages: [
    { path: 'issue-settings', page: lazy(() => import('./Categories')), needs: 'issues:configure', menu: { label: 'settings:issues.menu', icon: <ToolOutlined />, group: 'settings', order: 30 } },
    { path: 'issue-settings/rules', page: lazy(() => import('./Rules')), needs: 'issues:configure' },
    { path: 'issue-settings/templates', page: lazy(() => import('./Templates')), needs: 'issues:configure' },
    { path: 'patrol-routes', page: lazy(() => import('./Routes')), needs: 'issues:configure', menu: { label: 'settings:routes.menu', icon: <ScheduleOutlined />, group: 'settings', order: 32 } },
    { path: 'service-items', page: lazy(() => import('./Services')), needs: 'casework:manage_stations', menu: { label: 'settings:services.menu', icon: <SolutionOutlined />, group: 'settings', order: 34 } },
    { path: 'sign-in-provider', page: lazy(() => import('./Provider')), needs: 'accounts:manage_provider', menu: { label: 'settings:provider.menu', icon: <KeyOutlined />, group: 'settings', order: 36 } },
    { path: 'open311', page: lazy(() => import('./Open311')), needs: 'issues:manage_clients', menu: { label: 'settings:open311.menu', icon: <KeyOutlined />, group: 'settings', order: 38 } },
  ],
};
