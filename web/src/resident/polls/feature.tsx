import { lazy } from 'react';
import type { Feature } from '../../core/features';
import { Icon } from '../parts/Icon';

const poll = (id: string): string => `/polls/${id}`;

export const feature: Feature = {
  pages: [
    { path: 'polls', page: lazy(() => import('./Polls')), needs: 'polls:view' },
    { path: 'polls/receipt', page: lazy(() => import('./Receipt')), needs: 'polls:view' },
    { path: 'polls/:id', page: lazy(() => import('./Poll')), needs: 'polls:view' },
  ],
  today: [{ card: lazy(() => import('./TodayPolls')), needs: 'polls:vote', order: 16 }],
  tiles: [{ to: '/polls', label: 'polls:tile', hint: 'polls:tileHint', icon: <Icon name="vote" />, needs: 'polls:view', order: 45 }],
  notices: { POLL_OPENED: poll, POLL_COUNTED: poll, POLL_CANCELLED: poll },
};
