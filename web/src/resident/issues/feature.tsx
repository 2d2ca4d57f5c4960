import { lazy } from 'react';
import type { Feature } from '../../core/features';
import { Icon } from '../parts/Icon';

const issue = (id: string): string => `/issues/${id}`;
const ACTS = ['ACCEPTED', 'ASSIGNED', 'STARTED', 'PAUSED', 'RESUMED', 'EXTENSION_GRANTED', 'ESCALATED', 'ESCALATED_BY_TIME', 'PARTY_JOINED', 'PARTY_DONE', 'TAKEN_TO_COUNCIL', 'DECIDED_BY_COUNCIL', 'WORKS_LINKED', 'NOTED', 'RESOLVED', 'VERIFIED', 'REOPENED', 'CLOSED', 'CLOSED_IN_SILENCE'];

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
  notices: Object.fromEntries(ACTS.map((act) => [`ISSUE_${act}`, issue])),
};
