import { lazy } from 'react';
import type { Feature } from '../../core/features';
import { Icon } from '../parts/Icon';

const clubs = (): string => '/clubs';

export const feature: Feature = {
  pages: [
    { path: 'clubs', page: lazy(() => import('./Clubs')), needs: 'clubs:view' },
    { path: 'clubs/new', page: lazy(() => import('./NewClub')), needs: 'clubs:found' },
    { path: 'clubs/:id', page: lazy(() => import('./Club')), needs: 'clubs:view' },
    { path: 'clubs/:id/run', page: lazy(() => import('./Run')), needs: 'clubs:run' },
  ],
  tiles: [{ to: '/clubs', label: 'clubs:tile', hint: 'clubs:tileHint', icon: <Icon name="people" />, needs: 'clubs:view', order: 70 }],
  notices: { CLUB_MEMBER_ACTIVE: clubs, CLUB_MEMBER_DECLINED: clubs, CLUB_MEMBER_PENDING: clubs, CLUB_EVENT_CONFIRMED: clubs, CLUB_EVENT_REFUSED: clubs, CLUB_EVENT_CANCELLED: clubs, CLUB_DORMANT: clubs },
};
