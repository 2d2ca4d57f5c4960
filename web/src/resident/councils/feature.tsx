import { lazy } from 'react';
import { toWhole, type Feature } from '../../core/features';
import { Icon } from '../parts/Icon';

const council = (id: string): string => `/councils/${id}`;
const invited = toWhole('/councils', 'Council', 'council_id');

export const feature: Feature = {
  pages: [
    { path: 'councils', page: lazy(() => import('./Councils')), needs: 'councils:view' },
    { path: 'councils/:id', page: lazy(() => import('./Council')), needs: 'councils:view' },
  ],
  tiles: [{ to: '/councils', label: 'councils:tile', hint: 'councils:tileHint', icon: <Icon name="chat" />, needs: 'councils:view', order: 50 }],
  notices: { COUNCIL_CANCELLED: council, COUNCIL_HELD: council, COUNCIL_INVITED: invited, COUNCIL_INVITATION_TAKEN_BACK: invited },
};
