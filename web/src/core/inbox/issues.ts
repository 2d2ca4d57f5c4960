/** What is told of an issue, to whoever reported it and to whoever sees to it: each leads to the issue. */
import { toWhole } from '../features';

const ACTS = ['REPORTED', 'ACCEPTED', 'ASSIGNED', 'STARTED', 'PAUSED', 'RESUMED', 'EXTENSION_ASKED', 'EXTENSION_GRANTED', 'EXTENSION_REFUSED', 'ESCALATED', 'ESCALATED_BY_TIME', 'PARTY_JOINED', 'PARTY_DONE', 'TAKEN_TO_COUNCIL', 'DECIDED_BY_COUNCIL', 'WORKS_LINKED', 'VISIBILITY_SET', 'NOTED', 'RESOLVED', 'VERIFIED', 'REOPENED', 'CLOSED', 'CLOSED_IN_SILENCE'];
const issue = toWhole('/issues', 'Issue', 'issue');

export const issueNotices = Object.fromEntries(ACTS.map((act) => [`ISSUE_${act}`, issue]));
