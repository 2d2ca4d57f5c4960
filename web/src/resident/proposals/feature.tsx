import { lazy } from 'react';
import { toWhole, type Feature } from '../../core/features';
import { Icon } from '../parts/Icon';

const proposal = toWhole('/proposals', 'Proposal', 'proposal_id');
const STEPS = ['PUBLISHED', 'AMENDED', 'WITHDRAWN', 'MERGED', 'THRESHOLD_REACHED', 'ANSWER_OVERDUE', 'ON_AGENDA', 'DECIDED', 'TASK_COMPLETED', 'POLL_OPENED', 'POLL_COUNTED', 'POLL_CANCELLED', 'ANSWERED', 'PROJECT_STARTED', 'PROJECT_REPORTED', 'PROJECT_COMPLETED', 'APPRAISED'];

export const feature: Feature = {
  pages: [
    { path: 'proposals', page: lazy(() => import('./Proposals')), needs: 'proposals:view' },
    { path: 'proposals/new', page: lazy(() => import('./NewProposal')), needs: 'proposals:propose' },
    { path: 'proposals/:id', page: lazy(() => import('./Proposal')), needs: 'proposals:view' },
  ],
  tiles: [{ to: '/proposals', label: 'proposals:tile', hint: 'proposals:tileHint', icon: <Icon name="hand" />, needs: 'proposals:view', order: 40 }],
  notices: Object.fromEntries(STEPS.map((step) => [`PROPOSAL_${step}`, proposal])),
};
