import { lazy } from 'react';
import type { Feature } from '../../core/features';
import { Icon } from '../parts/Icon';

const mentors = (): string => '/mentors';

export const feature: Feature = {
  pages: [
    { path: 'mentors', page: lazy(() => import('./Mentors')), needs: 'mentors:view' },
    { path: 'mentors/offer', page: lazy(() => import('./Offer')), needs: 'mentors:mentor' },
  ],
  tiles: [{ to: '/mentors', label: 'mentors:tile', hint: 'mentors:tileHint', icon: <Icon name="person" />, needs: 'mentors:view', order: 75 }],
  notices: { MENTOR_REQUESTED: mentors, MENTOR_ACTIVE: mentors, MENTOR_DECLINED: mentors, MENTOR_ENDED: mentors, MENTOR_THANKED: mentors },
};
