import { CheckSquareOutlined, CommentOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Feature } from '../../core/features';

const needs = 'councils:view_figures';
const tasks = (): string => '/council-tasks';

export const feature: Feature = {
  pages: [
    { path: 'councils', page: lazy(() => import('./Councils')), needs, menu: { label: 'councils:menu', icon: <CommentOutlined />, group: 'together', order: 31 } },
    { path: 'councils/:id', page: lazy(() => import('./Council')), needs },
    { path: 'council-tasks', page: lazy(() => import('./Tasks')), needs, menu: { label: 'councils:tasks', icon: <CheckSquareOutlined />, group: 'together', order: 32 } },
  ],
  today: [{ card: lazy(() => import('./LateTasks')), needs, order: 31 }],
  notices: { COUNCIL_TASK_GIVEN: tasks, COUNCIL_TASK_MISSED: tasks },
};
