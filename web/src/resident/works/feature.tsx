import { lazy } from 'react';
import type { Feature } from '../../core/features';
import { Icon } from '../parts/Icon';

export const feature: Feature = {
  pages: [{ path: 'works', page: lazy(() => import('./Works')), needs: 'issues:view' }],
  today: [{ card: lazy(() => import('./TodayWorks')), needs: 'issues:view', order: 12 }],
  tiles: [{ to: '/works', label: 'works:tile', hint: 'works:tileHint', icon: <Icon name="tool" />, needs: 'issues:view', order: 35 }],
  notices: { WORKS_ANNOUNCED: () => '/works', WORKS_CANCELLED: () => '/works?tab=all' },
};
