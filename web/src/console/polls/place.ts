import type { PollRowFragment } from './polls.gen';

/** Where a poll is asked: the community, and its building where that one alone is. */
export const placeOf = (poll: PollRowFragment): string => [poll.community?.name, poll.building?.name].filter(Boolean).join(' · ');
