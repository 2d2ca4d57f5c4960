import { SolutionOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Feature } from '../../core/features';

const needs = 'housing:review_applications';

export const feature: Feature = {
  pages: [{ path: 'applications', page: lazy(() => import('./Applications')), needs, menu: { label: 'applications:menu', icon: <SolutionOutlined />, group: 'living', order: 40 } }],
  today: [{ card: lazy(() => import('./Waiting')), needs, order: 13 }],
};
