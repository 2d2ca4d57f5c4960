import { lazy } from 'react';
import type { Feature } from '../../core/features';
import { issueNotices } from '../../core/inbox/issues';
import { Icon } from '../parts/Icon';

export const feature: Feature = {
  pages: [
    { path: 'issues', page: lazy(() => import('./Issues')), needs: 'issues:view' },
    { path: 'issues/new', page: lazy(() => import('./Report')), needs: 'issues:report' },
    { path: 'issues/:id', page: lazy(() => import('./Issue')), needs: 'issues:view' },
  ],
  today: [
    { card: lazy(() => import('./TodayWaiting')), needs: 'issues:report', order: 5 },
    { card: lazy(() => import('./TodayIssues')), needs: 'issues:judge', order: 15 },
  ],
  behind: { work: lazy(() => import('./Sender')), needs: 'issues:report' },
  tiles: [{ to: '/issues/new', label: 'issues:tile', hint: 'issues:tileHint', icon: <Icon name="camera" />, needs: 'issues:report', order: 30 }],
  mine: [{ to: '/issues', label: 'issues:mine', hint: 'issues:mineHint', icon: <Icon name="camera" />, needs: 'issues:view', order: 30 }],
  notices: issueNotices,
};
