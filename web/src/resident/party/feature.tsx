import { lazy } from 'react';
import type { Feature } from '../../core/features';
import { Icon } from '../parts/Icon';

const party = (): string => '/party';

export const feature: Feature = {
  pages: [
    { path: 'party', page: lazy(() => import('./Party')), needs: 'party:report_in' },
    { path: 'party/activities', page: lazy(() => import('./Activities')), needs: 'party:join_activities' },
  ],
  tiles: [{ to: '/party/activities', label: 'party:activities', hint: 'party:activitiesHint', icon: <Icon name="hand" />, needs: 'party:join_activities', order: 75 }],
  mine: [{ to: '/party', label: 'party:title', hint: 'party:hint', icon: <Icon name="people" />, needs: 'party:report_in', order: 30 }],
  notices: { PARTY_REPORT_OFFERED: party, PARTY_TRANSFER_ACCEPTED: party, PARTY_TRANSFER_REFUSED: party, PARTY_ACTIVITY_CANCELLED: () => '/party/activities?view=mine' },
};
