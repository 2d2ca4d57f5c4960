import { BulbOutlined, ReadOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Feature } from '../../core/features';

const needs = 'courses:view';

export const feature: Feature = {
  pages: [
    { path: 'courses', page: lazy(() => import('./Courses')), needs, menu: { label: 'courses:menu', icon: <ReadOutlined />, group: 'together', order: 40 } },
    { path: 'courses/absences', page: lazy(() => import('./Absences')), needs: 'courses:manage' },
    { path: 'courses/:id', page: lazy(() => import('./Course')), needs },
    { path: 'course-sessions/:id/code', page: lazy(() => import('./Code')), needs: 'courses:show_code' },
    { path: 'wishes', page: lazy(() => import('./Wishes')), needs: 'courses:manage', menu: { label: 'courses:wishMenu', icon: <BulbOutlined />, group: 'together', order: 45 } },
  ],
};
