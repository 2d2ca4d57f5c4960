import { lazy } from 'react';
import { nodeId, type Feature } from '../../core/features';
import { Icon } from '../parts/Icon';

const council = (id: string): string => `/councils/${id}`;
// An invitation is told of its seat; those of before were told of the council.
const invited = (id: string, facts: Readonly<Record<string, unknown>>): string => (typeof facts['council_id'] === 'string' ? council(nodeId('Council', facts['council_id'])) : council(id));

export const feature: Feature = {
  pages: [
    { path: 'councils', page: lazy(() => import('./Councils')), needs: 'councils:view' },
    { path: 'councils/:id', page: lazy(() => import('./Council')), needs: 'councils:view' },
  ],
  tiles: [{ to: '/councils', label: 'councils:tile', hint: 'councils:tileHint', icon: <Icon name="chat" />, needs: 'councils:view', order: 50 }],
  notices: { COUNCIL_CANCELLED: council, COUNCIL_HELD: council, COUNCIL_INVITED: invited, COUNCIL_INVITATION_TAKEN_BACK: invited },
};
