import { lazy } from 'react';
import { nodeId, toWhole, type Feature } from '../../core/features';
import { Icon } from '../parts/Icon';

const proposal = toWhole('/proposals', 'Proposal', 'proposal_id');
const whole = (id: string): string => `/proposals/${nodeId('Proposal', id)}`;
const STEPS = ['PUBLISHED', 'AMENDED', 'WITHDRAWN', 'MERGED', 'THRESHOLD_REACHED', 'ANSWER_OVERDUE', 'ON_AGENDA', 'DECIDED', 'TASK_COMPLETED', 'POLL_OPENED', 'POLL_COUNTED', 'POLL_CANCELLED', 'ANSWERED', 'PROJECT_STARTED', 'PROJECT_REPORTED', 'PROJECT_COMPLETED', 'APPRAISED', 'APPRAISAL_ASKED', 'APPRAISAL_ANSWERED'];

export const feature: Feature = {
  pages: [
    { path: 'proposals', page: lazy(() => import('./Proposals')), needs: 'proposals:view' },
    { path: 'proposals/new', page: lazy(() => import('./NewProposal')), needs: 'proposals:propose' },
    { path: 'proposals/:id/together', page: lazy(() => import('./AskTogether')), needs: 'proposals:propose' },
    { path: 'proposals/:id', page: lazy(() => import('./Proposal')), needs: 'proposals:view' },
  ],
  tiles: [{ to: '/proposals', label: 'proposals:tile', hint: 'proposals:tileHint', icon: <Icon name="hand" />, needs: 'proposals:view', order: 40 }],
  notices: {
    ...Object.fromEntries(STEPS.map((step) => [`PROPOSAL_${step}`, proposal])),
    PROPOSAL_COAUTHOR_ASKED: whole,
    PROPOSAL_COAUTHOR_ACCEPTED: whole,
    // Whoever may not write it sees nothing of a draft.
    PROPOSAL_COAUTHOR_DECLINED: () => '/proposals',
  },
};
